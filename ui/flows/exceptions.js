/**
 * The functions of the window that no flow can run, and why. `text` is what the list of functions no
 * flow ran says behind file and line.
 *
 * @type {import("./unrun").Exception[]}
 */
export const exceptions = [
  {
    file: "src/App.vue",
    text: 'onUnmounted(() => window.removeEventListener("keydown", onKey));',
    why: "the page of the window is taken down with the window itself",
  },
  {
    file: "src/start/FolderWarning.vue",
    text: "async function move(to: string): Promise<void> {",
    why: "said on a network drive only, which a test machine has not",
  },
  {
    file: "src/start/FolderWarning.vue",
    text: "const done = await attempt(() => withConfirmation((sure) => api.changeFolder(to, sure)));",
    why: "said on a network drive only, which a test machine has not",
  },
  {
    file: "src/start/FolderWarning.vue",
    text: '<button v-if="about.local" class="button small" :title="about.local" @click="move(about.local)">',
    why: "said on a network drive only, which a test machine has not",
  },
  {
    file: "src/start/FolderWarning.vue",
    text: "@click=\"navigate({ page: 'preferences' })\">{{ folderWarning.choose }}</button>",
    why: "said on a network drive only, which a test machine has not",
  },
];

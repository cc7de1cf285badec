/**
 * The functions of the window that no flow can run, and why. `text` is what the list of functions no
 * flow ran says behind file and line.
 *
 * @type {import("./unrun").Exception[]}
 */
export const exceptions = [];

// The parts of a path as the program gives it, of either system.

export const nameOf = (path: string) => path.split(/[\\/]/).pop() ?? path;

export const folderOf = (path: string) => path.slice(0, path.length - nameOf(path).length).replace(/(?<=.)[\\/]$/, "");

declare module "*.md" {
  const html: string;
  export default html;
}

declare module "virtual:licences" {
  const text: string;
  export default text;
}

//! The modules of a crate, parsed: as the compiler finds them, from `mod` to `mod`. Nothing is
//! compiled and no `cfg` weighed but `cfg(test)`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use syn::{Attribute, Item, ItemMod};

/// One module, with the items it holds itself.
pub struct Module {
    /// `check::prose`; the root is `crate`.
    pub name: String,
    pub file: PathBuf,
    pub parent: Option<usize>,
    /// By name, as indices into the crate's modules.
    pub children: BTreeMap<String, usize>,
    /// All but the modules among them.
    pub items: Vec<Item>,
}

/// The modules of one target; the first is the root.
pub struct Crate {
    pub modules: Vec<Module>,
}

/// Whether what stands for the tests alone is taken, too.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tests {
    With,
    Without,
}

impl Crate {
    /// # Errors
    /// Names the file that is missing or can't be parsed.
    pub fn load(root: &Path, tests: Tests) -> Result<Crate, String> {
        let mut modules = Modules { tests, found: Vec::new() };
        let items = parse(root)?;
        let folder = root.parent().unwrap_or(root).to_owned();
        modules.add("crate".to_owned(), root, &folder, None, items)?;
        Ok(Crate { modules: modules.found })
    }

    /// A module with these ancestors: itself first, the root last.
    pub fn ancestry(&self, module: usize) -> Vec<usize> {
        std::iter::successors(Some(module), |&module| self.modules[module].parent).collect()
    }
}

struct Modules {
    tests: Tests,
    found: Vec<Module>,
}

impl Modules {
    /// `folder` is where the files of its children lie.
    fn add(
        &mut self,
        name: String,
        file: &Path,
        folder: &Path,
        parent: Option<usize>,
        items: Vec<Item>,
    ) -> Result<usize, String> {
        let index = self.found.len();
        let (children, items): (Vec<_>, Vec<_>) = items
            .into_iter()
            .filter(|item| self.tests == Tests::With || !for_tests(attributes(item)))
            .partition(|item| matches!(item, Item::Mod(_)));
        self.found.push(Module {
            name,
            file: file.to_owned(),
            parent,
            children: BTreeMap::new(),
            items,
        });
        for child in children {
            if let Item::Mod(child) = child {
                let name = child.ident.to_string();
                let child = self.add_child(index, folder, child)?;
                self.found[index].children.insert(name, child);
            }
        }
        Ok(index)
    }

    fn add_child(&mut self, parent: usize, folder: &Path, child: ItemMod) -> Result<usize, String> {
        let ident = child.ident.to_string();
        let name = match self.found[parent].parent {
            None => ident.clone(),
            Some(_) => format!("{}::{ident}", self.found[parent].name),
        };
        let below = folder.join(&ident);
        let file = self.found[parent].file.clone();
        if let Some((_, items)) = child.content {
            return self.add(name, &file, &below, Some(parent), items);
        }
        if let Some(path) = path_attribute(&child.attrs) {
            let file = file.parent().unwrap_or(&file).join(path);
            let folder = file.parent().unwrap_or(&file).to_owned();
            let items = parse(&file)?;
            return self.add(name, &file, &folder, Some(parent), items);
        }
        let beside = folder.join(format!("{ident}.rs"));
        let file = if beside.exists() { beside } else { below.join("mod.rs") };
        let items = parse(&file)?;
        self.add(name, &file, &below, Some(parent), items)
    }
}

fn parse(file: &Path) -> Result<Vec<Item>, String> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let parsed = syn::parse_file(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(parsed.items)
}

/// `#[path = "…"]`
fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    })
}

/// `#[cfg(test)]` and `#[test]`.
pub fn for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        syn::Meta::List(list) if list.path.is_ident("cfg") => list.tokens.to_string() == "test",
        meta => meta.path().is_ident("test"),
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

//! Which module names what of which, and the circles in it.
//!
//! A module uses another when it names something that is defined there, however it reached the name:
//! `crate::a::X`, `super::X`, an import, or a re-export of a third module. To declare a module or to
//! re-export from it (`mod`, `pub use`) is no use: that is how a folder's `mod.rs` shows what its
//! rooms hold. What only tests use does not count, nor does a method called on a value.
//!
//! The modules of one folder stand beside each other, each for everything below it, and the
//! folder's own `mod.rs` is one of them. No two of them may lead back to each other: then each can
//! be read, tried and moved with only those below it in mind. So a `mod.rs` either drives its rooms
//! or gives them their types, not both.

use crate::shown;
use crate::sources::{Crate, for_tests};
use proc_macro2::{Spacing, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use syn::visit::{self, Visit};
use syn::{Item, UseTree, Visibility};

/// A name of another module, where it is written.
#[derive(Clone)]
pub struct Use {
    pub from: usize,
    pub to: usize,
    pub line: usize,
    pub path: String,
}

/// Modules that lead back to each other, and for each step one place where it is taken.
pub struct Circle {
    pub modules: Vec<String>,
    pub steps: Vec<String>,
}

/// Every name of another module.
pub fn uses(source: &Crate) -> Vec<Use> {
    let scopes: Vec<Scope> = source.modules.iter().map(|module| scope(&module.items)).collect();
    let names = Names { source, scopes: &scopes };
    let mut uses = Vec::new();
    for (from, scope) in scopes.iter().enumerate() {
        for mention in &scope.mentions {
            let path: Vec<&str> = mention.path.iter().map(String::as_str).collect();
            if let Some(Meaning::Item(to)) = names.resolve(from, &path, &mut BTreeSet::new())
                && to != from
            {
                let path = path.join("::");
                uses.push(Use { from, to, line: mention.line, path });
            }
        }
    }
    uses
}

/// The circles among modules that stand beside each other.
pub fn circles(source: &Crate) -> Vec<Circle> {
    // By folder: from which of its modules to which, and by what.
    let mut floors: BTreeMap<usize, BTreeMap<(usize, usize), Use>> = BTreeMap::new();
    for used in uses(source) {
        let (mut from, mut to) = (source.ancestry(used.from), source.ancestry(used.to));
        let mut folder = 0;
        while let (Some(&one), Some(&other)) = (from.last(), to.last())
            && one == other
        {
            folder = one;
            from.pop();
            to.pop();
        }
        let ends = (*from.last().unwrap_or(&folder), *to.last().unwrap_or(&folder));
        floors.entry(folder).or_default().entry(ends).or_insert(used);
    }
    floors.values().flat_map(|steps| circles_of(source, steps)).collect()
}

fn circles_of(source: &Crate, steps: &BTreeMap<(usize, usize), Use>) -> Vec<Circle> {
    let mut done = BTreeSet::new();
    let mut circles = Vec::new();
    for &(start, _) in steps.keys() {
        if done.contains(&start) {
            continue;
        }
        let Some(way) = shortest_way_back(start, steps) else { continue };
        // The others of the same knot are told once this one is gone.
        done.extend(way.iter().map(|&(from, _)| from));
        let name = |module: usize| source.modules[module].name.as_str();
        circles.push(Circle {
            modules: way.iter().map(|&(from, _)| name(from).to_owned()).collect(),
            steps: way
                .iter()
                .map(|step| {
                    let used = &steps[step];
                    let file = shown(&source.modules[used.from].file);
                    format!("{file}:{} names {}, of {}", used.line, used.path, name(used.to))
                })
                .collect(),
        });
    }
    circles
}

/// The steps of the shortest circle through `start`.
fn shortest_way_back(
    start: usize,
    steps: &BTreeMap<(usize, usize), Use>,
) -> Option<Vec<(usize, usize)>> {
    let mut reached_from: BTreeMap<usize, usize> = BTreeMap::new();
    let mut next = VecDeque::from([start]);
    while let Some(at) = next.pop_front() {
        for &(_, to) in steps.range((at, 0)..=(at, usize::MAX)).map(|(ends, _)| ends) {
            if reached_from.contains_key(&to) {
                continue;
            }
            reached_from.insert(to, at);
            if to == start {
                let mut way = vec![(at, start)];
                while let Some(&(from, _)) = way.last()
                    && from != start
                {
                    way.push((reached_from[&from], from));
                }
                way.reverse();
                return Some(way);
            }
            next.push_back(to);
        }
    }
    None
}

/// What a name stands for: a module, or something defined in one.
#[derive(Clone, Copy)]
enum Meaning {
    Module(usize),
    Item(usize),
}

struct Names<'a> {
    source: &'a Crate,
    scopes: &'a [Scope],
}

impl Names<'_> {
    /// None: a name of another crate, of a local, or of what isn't written in the file.
    fn resolve(
        &self,
        module: usize,
        path: &[&str],
        seen: &mut BTreeSet<(usize, String)>,
    ) -> Option<Meaning> {
        let (&first, mut rest) = path.split_first()?;
        let mut meaning = match first {
            "crate" => Meaning::Module(0),
            "self" => Meaning::Module(module),
            "super" => Meaning::Module(self.source.modules[module].parent?),
            name => self.look_up(module, name, seen)?,
        };
        while let (Meaning::Module(at), Some((&name, after))) = (meaning, rest.split_first()) {
            meaning = match name {
                "super" => Meaning::Module(self.source.modules[at].parent?),
                "self" => Meaning::Module(at),
                name => self.look_up(at, name, seen)?,
            };
            rest = after;
        }
        Some(meaning)
    }

    fn look_up(
        &self,
        module: usize,
        name: &str,
        seen: &mut BTreeSet<(usize, String)>,
    ) -> Option<Meaning> {
        let scope = &self.scopes[module];
        if scope.items.contains(name) {
            return Some(Meaning::Item(module));
        }
        if let Some(&child) = self.source.modules[module].children.get(name) {
            return Some(Meaning::Module(child));
        }
        if !seen.insert((module, name.to_owned())) {
            return None;
        }
        let resolved = |path: &[String], seen: &mut BTreeSet<(usize, String)>| {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            self.resolve(module, &path, seen)
        };
        if let Some(path) = scope.imports.get(name) {
            return resolved(path, seen);
        }
        let found = scope.globs.iter().find_map(|glob| match resolved(glob, seen)? {
            Meaning::Module(of) if of != module => self.look_up(of, name, seen),
            _ => None,
        });
        // `#[macro_export]` puts a macro at the root, wherever it is written.
        found.or_else(|| {
            let at = self.scopes.iter().position(|scope| scope.macros.contains(name))?;
            (module == 0).then_some(Meaning::Item(at))
        })
    }
}

struct Mention {
    path: Vec<String>,
    line: usize,
}

/// The names of one module.
#[derive(Default)]
struct Scope {
    items: BTreeSet<String>,
    macros: BTreeSet<String>,
    /// By the name an import has here.
    imports: BTreeMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
    mentions: Vec<Mention>,
}

fn scope(items: &[Item]) -> Scope {
    let mut scope = Scope::default();
    for item in items {
        scope.items.extend(name_of(item));
        if let Item::Macro(syn::ItemMacro { ident: Some(name), attrs, .. }) = item
            && attrs.iter().any(|attribute| attribute.path().is_ident("macro_export"))
        {
            scope.macros.insert(name.to_string());
        }
        scope.visit_item(item);
    }
    scope
}

fn name_of(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

impl<'ast> Visit<'ast> for Scope {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let shown = !matches!(item.vis, Visibility::Inherited);
        self.import(&item.tree, &mut Vec::new(), shown);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none()
            && let Some(first) = path.segments.first()
        {
            let line = first.ident.span().start().line;
            let path = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            self.mentions.push(Mention { path, line });
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        visit::visit_macro(self, called);
        self.mention_tokens(called.tokens.clone());
    }

    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        if !for_tests(&function.attrs) {
            visit::visit_impl_item_fn(self, function);
        }
    }
}

impl Scope {
    fn import(&mut self, tree: &UseTree, before: &mut Vec<String>, shown: bool) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.import(&path.tree, before, shown);
                before.pop();
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, before, shown);
                }
            }
            UseTree::Glob(_) => self.globs.push(before.clone()),
            UseTree::Name(name) => self.import_name(&name.ident, &name.ident, before, shown),
            UseTree::Rename(name) => self.import_name(&name.ident, &name.rename, before, shown),
        }
    }

    fn import_name(
        &mut self,
        name: &proc_macro2::Ident,
        here: &proc_macro2::Ident,
        before: &[String],
        shown: bool,
    ) {
        let mut path = before.to_vec();
        let mut here = here.to_string();
        if name == "self" {
            if here == "self" {
                here = path.last().cloned().unwrap_or_default();
            }
        } else {
            path.push(name.to_string());
        }
        if !shown {
            self.mentions.push(Mention { path: path.clone(), line: name.span().start().line });
        }
        self.imports.insert(here, path);
    }

    /// The paths among the tokens of a macro.
    fn mention_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut line = 0;
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.finish(&mut path, line);
                        line = name.span().start().line;
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(mark)
                    if mark.as_char() == ':'
                        && (colons == 1 || mark.spacing() == Spacing::Joint) =>
                {
                    colons += 1;
                }
                TokenTree::Group(group) => {
                    self.finish(&mut path, line);
                    colons = 0;
                    self.mention_tokens(group.stream());
                }
                _ => {
                    self.finish(&mut path, line);
                    colons = 0;
                }
            }
        }
        self.finish(&mut path, line);
    }

    fn finish(&mut self, path: &mut Vec<String>, line: usize) {
        if !path.is_empty() {
            self.mentions.push(Mention { path: std::mem::take(path), line });
        }
    }
}

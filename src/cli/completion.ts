/** @module plumbline completion: what Tab offers, as a script for the shell. */
import { Argument, Command } from "commander";
import { withExamples, type CommandContext } from "./context.ts";

/** One command, by the words that lead to it, and what may come behind them. */
interface Branch {
  readonly path: readonly string[];
  readonly words: readonly string[];
  /** Options that take a value, which the shell completes as a file. */
  readonly valued: readonly string[];
}

const SHELLS = ["bash", "zsh", "fish"] as const;
type Shell = (typeof SHELLS)[number];

export function completionCommand({ terminal }: CommandContext): Command {
  const summary = "print a script that completes commands and options";
  const command = new Command("completion")
    .summary(summary)
    .description(summary)
    .addArgument(new Argument("<shell>", "whose script").choices([...SHELLS]))
    .action((shell: Shell) => {
      const { parent } = command;
      if (parent) terminal.out(makeScript(parent, shell));
    });
  return withExamples(
    command,
    "completion bash > ~/.local/share/bash-completion/completions/plumbline",
    "completion zsh > ~/.zsh/_plumbline",
    "completion fish > ~/.config/fish/completions/plumbline.fish",
  );
}

/** The whole script; it never runs the command, so that Tab answers at once. */
export function makeScript(program: Command, shell: Shell): string {
  const branches = listBranches(program, []);
  if (shell === "fish") return makeFish(branches);
  return shell === "zsh" ? makeZsh(branches) : makeBash(branches);
}

function listBranches(command: Command, path: readonly string[]): readonly Branch[] {
  const choices = command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []);
  const options = command.options.filter(({ hidden }) => !hidden);
  const own: Branch = {
    path,
    words: [
      ...command.commands.map((child) => child.name()),
      ...choices,
      ...options.flatMap(({ long }) => long ?? []),
      "--help",
    ],
    valued: options
      .filter(({ required }) => required)
      .flatMap(({ long, short }) => [long, short].filter((flag) => flag !== undefined)),
  };
  return [
    own,
    ...command.commands.flatMap((child) => listBranches(child, [...path, child.name()])),
  ];
}

const makeCases = (branches: readonly Branch[]): readonly string[] =>
  branches.map(({ path, words }) => `    "${path.join(" ")}") words="${words.join(" ")}" ;;`);

const listValued = (branches: readonly Branch[]): string =>
  [...new Set(branches.flatMap(({ valued }) => valued))].sort().join("|");

/** The words before the cursor that name commands, options and their values skipped. */
const PATH_LOOP = (branches: readonly Branch[]): readonly string[] => [
  `  for word in "\${before[@]}"; do`,
  `    if [ -n "$skip" ]; then skip=; continue; fi`,
  `    case "$word" in`,
  `      ${listValued(branches)}) skip=1 ;;`,
  `      -*) ;;`,
  `      *) case "\${path:+$path }$word" in`,
  ...branches
    .filter(({ path }) => path.length > 0)
    .map(({ path }) => `        "${path.join(" ")}") path="${path.join(" ")}" ;;`),
  `      esac ;;`,
  `    esac`,
  `  done`,
];

const makeBash = (branches: readonly Branch[]): string =>
  [
    "# plumbline completion for bash",
    "_plumbline() {",
    `  local cur="\${COMP_WORDS[COMP_CWORD]}" word skip= path= words=`,
    `  local before=("\${COMP_WORDS[@]:1:COMP_CWORD-1}")`,
    ...PATH_LOOP(branches),
    `  COMPREPLY=()`,
    `  if [ -n "$skip" ]; then return; fi`,
    `  case "$path" in`,
    ...makeCases(branches),
    `  esac`,
    `  COMPREPLY=($(compgen -W "$words" -- "$cur"))`,
    "}",
    "complete -o default -F _plumbline plumbline",
  ].join("\n");

const makeZsh = (branches: readonly Branch[]): string =>
  [
    "#compdef plumbline",
    "_plumbline() {",
    `  local word skip= path= words_of=`,
    `  local -a before; before=("\${(@)words[2,CURRENT-1]}")`,
    ...PATH_LOOP(branches).map((line) => line.replaceAll("path", "route")),
    `  if [ -n "$skip" ]; then _files; return; fi`,
    `  case "$route" in`,
    ...makeCases(branches).map((line) => line.replace("words=", "words_of=")),
    `  esac`,
    `  compadd -- \${=words_of}`,
    `  _files`,
    "}",
    `if [ "$funcstack[1]" = "_plumbline" ]; then _plumbline "$@"; else compdef _plumbline plumbline; fi`,
  ]
    // In zsh the array "path" is the search path for programs.
    .map((line) => line.replace("skip= path=", "skip= route="))
    .join("\n");

/** Fish keeps a condition with each word. */
const makeFish = (branches: readonly Branch[]): string => {
  const names = branches.filter(({ path }) => path.length > 0).map(({ path }) => path.join(" "));
  return [
    "# plumbline completion for fish",
    "function __plumbline_at",
    "  set -l route",
    "  set -l skip",
    "  for word in (commandline -opc)[2..-1]",
    '    if test -n "$skip"; set skip; continue; end',
    "    switch $word",
    `      case ${listValued(branches).replaceAll("|", " ")}`,
    "        set skip 1",
    "      case '-*'",
    "      case '*'",
    `        if contains -- (string join ' ' $route $word) ${names.map((name) => `'${name}'`).join(" ")}`,
    "          set -a route $word",
    "        end",
    "    end",
    "  end",
    `  test -z "$skip"; and test "$argv[1]" = (string join ' ' $route)`,
    "end",
    ...branches.map(
      ({ path, words }) =>
        `complete -c plumbline -n "__plumbline_at '${path.join(" ")}'" -a '${words.join(" ")}'`,
    ),
  ].join("\n");
};

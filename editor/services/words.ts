/** What the words of the language mean, for hover and completion: one or two sentences and a form each. */
import { builtinFunctions } from "../../compiler/resolve/functions.ts";
import { distributions } from "../../compiler/priors/registry.ts";

export interface WordDoc {
  /** How it is written. */
  readonly form: string;
  readonly text: string;
}

const declarations: Readonly<Record<string, WordDoc>> = {
  model: { form: 'model NAME "title"', text: "Names the model; every file has one." },
  cite: { form: 'cite "Author (year)"', text: "The literature that the spec is from." },
  use: { form: "use LIBRARY (NAME, NAME)", text: "Imports the functions of a library, or the listed ones." },
  param: { form: "param NAME in DOMAIN = VALUE", text: "A constant that can be overridden from outside, `--set NAME=VALUE`, and swept over ranges." },
  set: { form: "set NAME = {a, b}", text: "A finite index set. Index sets are types: an index of another set is an error." },
  agents: { form: "agents NAME = 1..n", text: "A set of agents, who have types, send messages and get payoffs." },
  state: { form: "state NAME[i in S] in DOMAIN", text: "A family of random variables that nobody observes." },
  type: { form: "type NAME[i in AGENTS] in DOMAIN", text: "A family of random variables, each observed by the agent that is its first index." },
  prior: { form: "prior NAME[i] ~ LAW", text: "The law of states and types: each member by itself, or the family jointly. `~ any with ...` leaves it open." },
  let: { form: "let NAME[i in S] = VALUE", text: "A name for a value. Inside `mechanism` it may depend on messages." },
  function: { form: "function NAME(x, y) = VALUE", text: "A rule with parameters, written out where it is called. A family can be an argument." },
  information: { form: "information { ... }", text: "What is drawn and what agents are told: `draw`, `signal`, `public signal`." },
  mechanism: {
    form: "mechanism { ... }",
    text: "What is decided: `message`, `allocation`, `transfer`, `feasible`. Without a message agents report what they know.",
  },
  payoff: {
    form: "payoff AGENTS[i] = VALUE",
    text: "What an agent gets, in terms of true types and outcomes. In an expression, `payoff bidder[i]` is its value.",
  },
  outside: { form: "outside AGENTS[i] = VALUE", text: "What an agent has without the mechanism; zero if it is not declared." },
  incentives: { form: "incentives CONCEPT for AGENTS", text: "Why agents report truthfully or follow recommendations: shorthand for rows." },
  participation: { form: "participation CONCEPT for AGENTS", text: "Why agents take part: shorthand for rows." },
  require: {
    form: "require NAME[i in S]: LEFT <= RIGHT when CONDITION",
    text: "A family of rows, pointwise in the profile or in expectation, one per value of what is conditioned on.",
  },
  quantity: { form: "quantity NAME[i in S] = E[...]", text: "A number that is reported, and that moves and asserts speak of." },
  assert: {
    form: "assert QUANTITY = VALUE",
    text: "A claim that `mech test` checks: a comparison, `within [a, b]`, `infeasible`, `unbounded`, `holds(...)`, `fails(...)`.",
  },
  show: { form: "show NAME, NAME", text: "Rules, quantities and `duals` that are tabulated and plotted." },
  message: {
    form: "message NAME[i in AGENTS] in SET = STRATEGY",
    text: "What an agent can send. Behind `=` stands the strategy; without it, whoever chooses the information recommends messages.",
  },
  allocation: {
    form: "allocation NAME[i in S] in [0, 1] = RULE",
    text: "An outcome. With a rule it is given, without one it is chosen. A finite domain makes the program a mixed-integer one.",
  },
  transfer: { form: "transfer NAME[i in S] = RULE", text: "A payment. With a rule it is given, without one it is chosen." },
  feasible: { form: "feasible NAME[i in S]: LEFT <= RIGHT", text: "A relation that holds at every profile of messages." },
  draw: { form: "draw NAME ~ LAW", text: "A random variable of the information structure." },
  signal: {
    form: "signal NAME[i in AGENTS] in SET private to AGENTS[i]",
    text: "What one agent is told. With `=` or `~` it is given; without, whoever chooses the information chooses it.",
  },
  public: { form: "public signal NAME = VALUE", text: "What everybody is told." },
};

const others: Readonly<Record<string, WordDoc>> = {
  if: { form: "if CONDITION then A else B", text: "One of two values." },
  then: { form: "... then to maximize QUANTITY", text: "The value if the condition holds; in a move, the next objective, which breaks ties." },
  else: { form: "if CONDITION then A else B", text: "The value if the condition does not hold." },
  when: {
    form: "ROW when CONDITION; VALUE when bidder[i] reports r",
    text: "Filters rows; before `reports`, the value at the profile in which an agent reports something else.",
  },
  chooses: { form: "PLAYER chooses mechanism to maximize QUANTITY", text: "A move. The order of the lines is the order of the moves." },
  and: { form: "A and B", text: "Both hold." },
  or: { form: "A or B", text: "At least one holds." },
  not: { form: "not A", text: "It does not hold." },
  in: { form: "i in S", text: "Membership, or an index that ranges over a set." },
  true: { form: "true", text: "A truth value." },
  false: { form: "false", text: "A truth value." },
  with: { form: "prior NAME ~ any with E[NAME] = VALUE", text: "Linear constraints on a prior that is left open." },
  for: { form: "CONCEPT for AGENTS; CONSTRAINT for i in S", text: "For whom a concept, or for which indices a constraint holds." },
  private: { form: "signal ... private to AGENTS[i]", text: "Who alone is told the signal." },
  reports: { form: "VALUE when bidder[i] reports r", text: "A deviation: the value at the profile in which the agent reports r." },
  report: { form: "VALUE when others(bidder[i]) report z", text: "A deviation of several agents." },
  ties: { form: "... ties against", text: "How a later mover breaks ties." },
  within: { form: "assert QUANTITY within [LOW, HIGH]", text: "A claim of an interval, ends included." },
  maximize: { form: "to maximize QUANTITY", text: "What the player wants." },
  minimize: { form: "to minimize QUANTITY", text: "What the player wants." },
  E: { form: "E[VALUE | CONDITION]", text: "The expectation. A condition is a value, an event, or an agent (`bidder[i]`: all she knows)." },
  P: { form: "P[EVENT | CONDITION]", text: "The probability of an event." },
  any: { form: "prior NAME ~ any with ...", text: "A prior that is left open, for a player who chooses it." },
  others: { form: "others(bidder[i])", text: "All agents of the set but one." },
  messages: { form: "messages(bidder[i])", text: "What an agent can report." },
  holds: { form: "assert holds(NAME)", text: "The claim that a check is passed." },
  fails: { form: "assert fails(NAME)", text: "The claim that a check is not passed." },
  infeasible: { form: "assert infeasible", text: "The claim that the program has no solution." },
  unbounded: { form: "assert unbounded", text: "The claim that the program has no bound." },
  duals: { form: "show duals", text: "Tables of the multipliers." },
};

const aggregates: Readonly<Record<string, WordDoc>> = {
  sum: { form: "sum(i in S : CONDITION) VALUE", text: "The sum over the indices; the body is one term." },
  product: { form: "product(i in S) VALUE", text: "The product over the indices." },
  max: { form: "max(i in S) VALUE", text: "The largest value; `max(a, b)` of numbers, `max(list)` of entries." },
  min: { form: "min(i in S) VALUE", text: "The smallest value; `min(a, b)` of numbers, `min(list)` of entries." },
  nth: { form: "nth(k, i in S) VALUE", text: "The k-th largest value." },
  argmax: { form: "argmax(i in S) VALUE", text: "The set of maximisers." },
  argmin: { form: "argmin(i in S) VALUE", text: "The set of minimisers." },
  count: { form: "count(i in S : CONDITION)", text: "How many indices satisfy the condition." },
  all: { form: "all(i in S) CONDITION", text: "Whether it holds for every index." },
  exists: { form: "exists(i in S) CONDITION", text: "Whether it holds for some index." },
};

const functions: Readonly<Record<string, string>> = {
  abs: "The absolute value.",
  floor: "The largest whole number that is not above x.",
  ceil: "The smallest whole number that is not below x.",
  round: "The nearest whole number; halves go up.",
  sign: "-1, 0 or 1.",
  exp: "The exponential; inexact unless x is 0.",
  log: "The natural logarithm; inexact unless x is 1.",
  sqrt: "The square root; exact where it is a fraction.",
  size: "The number of elements of a set.",
  union: "The elements of either set.",
  intersection: "The elements of both sets.",
  difference: "The elements of the first set that are not in the second.",
  support: "The values that a finite distribution takes with positive probability.",
  grid: "The numbers from low to high in steps, ends included.",
  ladder: "The numbers 0, 1/k, ..., k.",
  subset: "Whether every element of the first set is in the second.",
};

/** The documentation of a word of the language that is not a distribution; undefined for an ordinary name. */
export function wordDoc(word: string): WordDoc | undefined {
  const own = [declarations, others, aggregates].find((table) => Object.hasOwn(table, word))?.[word];
  if (own) return own;
  const builtin = builtinFunctions.get(word);
  return builtin && { form: builtin.signature, text: functions[word] ?? "A function of the language." };
}

/** The documentation of a distribution. */
export function distributionDoc(name: string): (WordDoc & { readonly example: string }) | undefined {
  const found = distributions.find((each) => each.name === name);
  return found && { form: found.signature, text: found.summary, example: found.example };
}

/** All aggregates, with their documentation. */
export const aggregateDocs: ReadonlyMap<string, WordDoc> = new Map(Object.entries(aggregates));

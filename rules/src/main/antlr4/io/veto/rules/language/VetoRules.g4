/**
 * The rule language: a file is a list of rules, each read by one call of `ruleDeclaration`. Operators of equal rank are
 * lists, not nests, and signs and `not` are counted, so that only parentheses deepen the tree.
 */
grammar VetoRules;

ruleDeclaration
    : RULE id=name title=TEXT? action=ID IF condition
    ;

condition
    : conjunction (OR conjunction)*
    ;

conjunction
    : negation (AND negation)*
    ;

negation
    : NOT* comparison
    ;

comparison
    : sum ((relation sum)+ | IS NOT? MISSING)?
    ;

relation
    : EQUAL
    | NOT_EQUAL
    | LESS
    | LESS_OR_EQUAL
    | GREATER
    | GREATER_OR_EQUAL
    ;

sum
    : product ((PLUS | MINUS) product)*
    ;

product
    : signed ((TIMES | OVER) signed)*
    ;

signed
    : MINUS* operand
    ;

operand
    : LEFT condition RIGHT
    | INTEGER
    | DECIMAL
    | DURATION
    | TEXT
    | ID arguments?
    ;

arguments
    : LEFT (argument (COMMA argument)*)? RIGHT
    ;

/* The second word is no keyword: the parser must take the word `rule` nowhere but behind another, "(" or ",". */
argument
    : name (PLUS second=ID)?
    | window
    ;

window
    : span (DELAYED delay=DURATION)? BEFORE? (WHERE condition)?
    ;

span
    : length=DURATION
    | TUMBLING length=DURATION zone=TEXT?
    | SESSION length=DURATION
    ;

name
    : ID
    | RULE
    | IF
    | AND
    | OR
    | NOT
    | IS
    | MISSING
    | WHERE
    | BEFORE
    | DELAYED
    | TUMBLING
    | SESSION
    ;

RULE: 'rule';
IF: 'if';
AND: 'and';
OR: 'or';
NOT: 'not';
IS: 'is';
MISSING: 'missing';
WHERE: 'where';
BEFORE: 'before';
DELAYED: 'delayed';
TUMBLING: 'tumbling';
SESSION: 'session';

EQUAL: '=';
NOT_EQUAL: '!=';
LESS_OR_EQUAL: '<=';
LESS: '<';
GREATER_OR_EQUAL: '>=';
GREATER: '>';
PLUS: '+';
MINUS: '-';
TIMES: '*';
OVER: '/';
LEFT: '(';
RIGHT: ')';
COMMA: ',';

DECIMAL: DIGIT+ '.' DIGIT+;
DURATION: DIGIT+ LETTER (LETTER | DIGIT)*;
INTEGER: DIGIT+;
ID: LETTER (LETTER | DIGIT)*;
TEXT: '"' ~["\u0000-\u001F]* '"';

COMMENT: '#' ~[\n]* -> skip;
BLANK: [ \t\r\n\uFEFF]+ -> skip;

/* What other languages write; kept whole so that the error can name it. */
FOREIGN: '==' | '&&' | '||' | '<>' | '=>' | '=<' | '!';
OPEN_TEXT: '"' ~["\n]*;
UNKNOWN: .;

fragment DIGIT: [0-9];
fragment LETTER: [a-zA-Z_];

/**
 * The rule language: a file is a list of declarations, each read by one call of the rule of its first word. Operators of
 * equal rank are lists, not nests, and signs and `not` are counted, so that only parentheses deepen the tree.
 */
grammar VetoRules;

includeDeclaration
    : INCLUDE file=TEXT
    ;

listDeclaration
    : LIST id=name COLON kind=ID (EQUAL members)?
    ;

ruleDeclaration
    : RULE id=name title=TEXT? ruleMode? effect IF condition clause*
    ;

/* Without an id: the deny list and the allow list. */
statement
    : effect IF condition clause*
    ;

thresholds
    : threshold (COMMA threshold)*
    ;

threshold
    : effect AT points=INTEGER
    ;

standIn
    : DEFAULT ON LATE COLON answer (ELSE answer)*
    ;

answer
    : effect (IF condition)?
    ;

testDeclaration
    : TEST title=TEXT given* WHEN event THEN expectation
    ;

ruleMode
    : SHADOW
    | CHALLENGER OF champion=name
    ;

/* An ID is no effect: the checker says so and names the nearest. */
effect
    : APPROVE
    | REVIEW
    | CHALLENGE
    | DECLINE
    | ALLOW
    | SCORE points=INTEGER
    | ID
    ;

clause
    : CODE code=(INTEGER | TEXT)
    | REASON reason=TEXT
    | EXPECT LESS_OR_EQUAL share=(INTEGER | DECIMAL) PERCENT
    ;

members
    : LEFT_BRACKET (member (COMMA member)*)? RIGHT_BRACKET
    ;

member
    : INTEGER
    | TEXT
    ;

given
    : GIVEN (times=INTEGER unit=ID)? event
    | GIVEN entry=testValue IN list=name
    ;

event
    : LEFT_BRACE (testField (COMMA testField)*)? RIGHT_BRACE
    ;

testField
    : field=name COLON testValue
    ;

testValue
    : MINUS? (INTEGER | DECIMAL)
    | DURATION
    | TEXT
    | name
    ;

expectation
    : effect (BY hit+=name (COMMA hit+=name)*)? (WITHOUT miss+=name (COMMA miss+=name)*)?
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
    : sum ((relation sum)+ | IS NOT? (MISSING | MULTIPLE OF sum) | NOT? IN membership)?
    ;

membership
    : list=name
    | members
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
    | INCLUDE
    | LIST
    | TEST
    | DEFAULT
    | ON
    | LATE
    | ELSE
    | APPROVE
    | REVIEW
    | CHALLENGE
    | DECLINE
    | ALLOW
    | SCORE
    | AT
    | SHADOW
    | CHALLENGER
    | OF
    | CODE
    | REASON
    | EXPECT
    | GIVEN
    | WHEN
    | THEN
    | BY
    | WITHOUT
    | IN
    | MULTIPLE
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
INCLUDE: 'include';
LIST: 'list';
TEST: 'test';
DEFAULT: 'default';
ON: 'on';
LATE: 'late';
ELSE: 'else';
APPROVE: 'approve';
REVIEW: 'review';
CHALLENGE: 'challenge';
DECLINE: 'decline';
ALLOW: 'allow';
SCORE: 'score';
AT: 'at';
SHADOW: 'shadow';
CHALLENGER: 'challenger';
OF: 'of';
CODE: 'code';
REASON: 'reason';
EXPECT: 'expect';
GIVEN: 'given';
WHEN: 'when';
THEN: 'then';
BY: 'by';
WITHOUT: 'without';
IN: 'in';
MULTIPLE: 'multiple';

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
COLON: ':';
LEFT_BRACKET: '[';
RIGHT_BRACKET: ']';
LEFT_BRACE: '{';
RIGHT_BRACE: '}';
PERCENT: '%';

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

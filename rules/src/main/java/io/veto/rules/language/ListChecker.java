package io.veto.rules.language;

import io.veto.rules.language.VetoRulesParser.ListDeclarationContext;
import io.veto.rules.language.VetoRulesParser.MemberContext;
import io.veto.rules.list.ListKeys;
import io.veto.rules.list.ListKind;
import io.veto.rules.list.ListSpec;
import io.veto.rules.window.KeyHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;

/**
 * Checks the declarations of lists and makes keys of the constants in them.
 */
final class ListChecker
{
    /** The words for what the entries of a list are. */
    static final List<String> KINDS = Arrays.stream(ListKind.values()).map(ListKind::word).collect(Collectors.toList());

    private final Diagnostics diagnostics;

    /**
     * Reports what does not fit.
     *
     * @param diagnostics to report to.
     */
    ListChecker(final Diagnostics diagnostics)
    {
        this.diagnostics = diagnostics;
    }

    /**
     * Checks all declarations of a file.
     *
     * @param declarations that could be parsed, in file order.
     * @param names        of all declarations.
     * @return the lists that are whole.
     */
    ListTable table(final List<ListDeclarationContext> declarations, final List<String> names)
    {
        final ListTable table = new ListTable(new ArrayList<>(), names);
        final Map<String, Token> firsts = new HashMap<>();
        if (declarations.size() > RuleSetCompiler.LISTS_MAX)
        {
            diagnostics.report(
                declarations.get(RuleSetCompiler.LISTS_MAX).id.getStart(),
                "too many lists",
                "expectedMaxLists=" + RuleSetCompiler.LISTS_MAX + "; take lists out");
        }
        for (final ListDeclarationContext declaration : declarations)
        {
            final Token id = declaration.id.getStart();
            final boolean isNew = isNew(id, firsts.putIfAbsent(id.getText(), id));
            final ListKind kind = kind(declaration.kind);
            final long[] constants = null == kind ? null : constants(declaration, kind);
            if (isNew && null != constants)
            {
                table.specs().add(new ListSpec(id.getText(), kind, constants));
            }
        }
        return table;
    }

    private boolean isNew(final Token id, final Token first)
    {
        if (id.getText().length() > RuleSetCompiler.ID_LENGTH_MAX)
        {
            diagnostics.report(
                id,
                "list name too long",
                "expectedMaxLength=" + RuleSetCompiler.ID_LENGTH_MAX + " length=" + id.getText().length());
        }
        if (null != first)
        {
            diagnostics.report(
                id,
                "list " + Diagnostics.quote(id.getText()) + " is declared twice",
                Diagnostics.line(first, id) + " has it, choose another name");
        }
        return null == first;
    }

    private ListKind kind(final Token word)
    {
        final int index = KINDS.indexOf(word.getText());
        if (index < 0)
        {
            diagnostics.report(
                word, "unknown kind of list " + Diagnostics.quote(word.getText()), NearestName.hint(word.getText(), KINDS));
            return null;
        }
        return ListKind.values()[index];
    }

    private long[] constants(final ListDeclarationContext declaration, final ListKind kind)
    {
        final List<MemberContext> members = null == declaration.members() ? List.of() : declaration.members().member();
        if (!members.isEmpty() && (ListKind.CARD == kind || ListKind.IP == kind))
        {
            diagnostics.report(
                members.get(0).getStart(),
                "a list of kind " + kind.word() + " takes no constants",
                (ListKind.CARD == kind ? "no card number may stand in a file; " : "") +
                    "leave them out and fill it with veto list add " + declaration.id.getText());
            return null;
        }
        if (members.size() > RuleSetCompiler.LIST_CONSTANTS_MAX)
        {
            diagnostics.report(
                members.get(RuleSetCompiler.LIST_CONSTANTS_MAX).getStart(),
                "too many constants in a list",
                "expectedMaxConstants=" + RuleSetCompiler.LIST_CONSTANTS_MAX + "; fill it with veto list import " +
                    declaration.id.getText());
            return null;
        }
        final long[] keys = new long[members.size()];
        boolean isWhole = true;
        for (int i = 0; i < keys.length; i++)
        {
            keys[i] = key(kind, members.get(i).getStart());
            isWhole &= KeyHash.NULL_KEY != keys[i];
        }
        return isWhole ? Arrays.stream(keys).sorted().distinct().toArray() : null;
    }

    private long key(final ListKind kind, final Token word)
    {
        final boolean isText = VetoRulesLexer.TEXT == word.getType();
        final boolean isForm = switch (kind)
        {
            case MCC -> !isText;
            case BIN -> true;
            default -> isText;
        };
        final long key = isForm ? ListKeys.key(kind, isText ? Literals.text(word) : word.getText()) : KeyHash.NULL_KEY;
        if (KeyHash.NULL_KEY == key)
        {
            diagnostics.report(
                word, Diagnostics.quote(word.getText()) + " is no constant of a list of kind " + kind.word(), form(kind));
        }
        return key;
    }

    private static String form(final ListKind kind)
    {
        return switch (kind)
        {
            case MCC -> "write four digits without quotes, such as 5411";
            case BIN -> "write the first six digits of a card number, such as 411111";
            case COUNTRY -> "write the two capital letters of ISO 3166, such as \"FR\"";
            default -> "write 1 to " + ListKeys.IDENTIFIER_LENGTH_MAX + " characters of ASCII in quotes, such as \"" +
                kind.name().substring(0, 1).toUpperCase(Locale.ROOT) + "1234\"";
        };
    }
}

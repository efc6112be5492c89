package io.veto.rules.language;

import io.veto.rules.layout.EntryMode;

/**
 * A field of the transaction that holds a code.
 */
enum CodeField implements CodeNode
{
    /** ISO 18245 merchant category. */
    MCC(Type.MCC)
    {
        @Override
        public int code(final Facts facts)
        {
            return facts.mcc();
        }
    },

    /** ISO 4217 currency, by its number. */
    CURRENCY(Type.CURRENCY)
    {
        @Override
        public int code(final Facts facts)
        {
            return facts.currency();
        }
    },

    /** ISO 3166 country of the merchant, both letters in one number. */
    MERCHANT_COUNTRY(Type.COUNTRY)
    {
        @Override
        public int code(final Facts facts)
        {
            return facts.merchantCountry();
        }
    },

    /** ISO 3166 country of the card, both letters in one number. */
    CARD_COUNTRY(Type.COUNTRY)
    {
        @Override
        public int code(final Facts facts)
        {
            return facts.cardCountry();
        }
    },

    /** Kind of transaction, one above its number in the layout. */
    TYPE(Type.TRANSACTION_TYPE)
    {
        @Override
        public int code(final Facts facts)
        {
            return CodeNames.transactionTypeCode(facts.transactionType());
        }
    },

    /** How the card was read; unknown is missing. */
    ENTRY_MODE(Type.ENTRY_MODE)
    {
        @Override
        public int code(final Facts facts)
        {
            final int entryMode = facts.entryMode();
            return entryMode <= EntryMode.ECOMMERCE.value() ? entryMode : MISSING;
        }
    };

    private final Type type;

    CodeField(final Type type)
    {
        this.type = type;
    }

    /**
     * What the field may be compared with.
     *
     * @return the type.
     */
    Type type()
    {
        return type;
    }
}

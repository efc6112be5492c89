package io.veto.perf.generate;

import io.veto.rules.layout.TransactionEncoder;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes transactions as blocks of the wire's {@code Transaction}, with the same values as {@link CsvPublisher} writes, labels
 * left out.
 * <p>
 * <b>Note:</b> one thread. Allocates nothing per transaction.
 */
final class BlockPublisher
{
    private static final int EURO = 978;
    private static final int IPV4_MAPPED_OFFSET = 10;
    private static final int IPV4_OFFSET = 12;
    private static final byte IPV4_FIRST = 10;
    private static final int ACCOUNT_OFFSET = TransactionEncoder.accountEncodingOffset();
    private static final int IP_OFFSET = TransactionEncoder.ipEncodingOffset();

    private final long runHash;
    private final byte[] bytes = new byte[TransactionEncoder.BLOCK_LENGTH];
    private final UnsafeBuffer block = new UnsafeBuffer(bytes);
    private final TransactionEncoder encoder = new TransactionEncoder().wrap(block, 0);

    /**
     * Prepares for one run.
     *
     * @param seed of the run.
     */
    BlockPublisher(final long seed)
    {
        runHash = SplitMix.hash(seed, 0);
    }

    /**
     * Writes a transaction.
     *
     * @param transaction complete.
     * @param number      of the transaction, from 1.
     * @param timeMs      when it is to have happened, epoch milliseconds.
     * @param buffer      to write to.
     * @param offset      of the block.
     */
    void publish(
        final SyntheticTransaction transaction,
        final long number,
        final long timeMs,
        final MutableDirectBuffer buffer,
        final int offset)
    {
        block.setMemory(0, bytes.length, (byte)0);
        Identifiers.putTransaction(bytes, TransactionEncoder.transactionIdEncodingOffset(), runHash, number);
        CardNumber.put(bytes, ACCOUNT_OFFSET, transaction.bin, transaction.serial);
        Identifiers.putCustomer(bytes, TransactionEncoder.customerEncodingOffset(), transaction);
        Identifiers.putMerchant(bytes, TransactionEncoder.merchantEncodingOffset(), transaction);
        Identifiers.putTerminal(bytes, TransactionEncoder.terminalEncodingOffset(), transaction);
        if (transaction.device != SyntheticTransaction.NULL_DEVICE)
        {
            Identifiers.putDevice(bytes, TransactionEncoder.deviceEncodingOffset(), transaction);
        }
        if (transaction.ip != SyntheticTransaction.NULL_IP)
        {
            putIp(transaction.ip);
        }
        putCountry(TransactionEncoder.merchantCountryEncodingOffset(), transaction.country);
        putCountry(TransactionEncoder.cardCountryEncodingOffset(), transaction.cardCountry);
        encoder
            .eventTimeMs(timeMs)
            .amountMinor(transaction.amountMinor)
            .currency(EURO)
            .mcc(transaction.category.mcc())
            .latitudeMicro(transaction.latitudeMicro)
            .longitudeMicro(transaction.longitudeMicro)
            .entryMode(transaction.entryMode)
            .transactionType(transaction.type)
            .localOffsetMinutes((short)transaction.localOffsetMinutes);
        buffer.putBytes(offset, bytes);
    }

    private void putIp(final int ip)
    {
        bytes[IP_OFFSET + IPV4_MAPPED_OFFSET] = (byte)0xFF;
        bytes[IP_OFFSET + IPV4_MAPPED_OFFSET + 1] = (byte)0xFF;
        bytes[IP_OFFSET + IPV4_OFFSET] = IPV4_FIRST;
        bytes[IP_OFFSET + IPV4_OFFSET + 1] = (byte)(ip >>> 16);
        bytes[IP_OFFSET + IPV4_OFFSET + 2] = (byte)(ip >>> 8);
        bytes[IP_OFFSET + IPV4_OFFSET + 3] = (byte)ip;
    }

    private void putCountry(final int offset, final Country country)
    {
        final byte[] code = country.code();
        bytes[offset] = code[0];
        bytes[offset + 1] = code[1];
    }
}

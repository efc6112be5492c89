package io.veto.ingest.operator;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is said over the operator socket: one request, any number of progress lines, one answer. Numbers are big-endian; a text is its
 * length in bytes, an int32, and UTF-8.
 * <pre>
 *   request   | magic "VETO" | version int16 | length int32 | verb text | arguments int16 | text ··· | payload bytes |
 *   progress  | 1 int8 | text |
 *   answer    | 2 int8 | exit code int8 | text |
 * </pre>
 * length: what follows it in a request, at most {@value #REQUEST_LENGTH_MAX} bytes.
 */
final class OperatorProtocol
{
    /** First four bytes. */
    static final int MAGIC = 0x5645544F;
    /** Raised with every change of the format. */
    static final int VERSION = 1;
    /** Longest request behind its length. */
    static final int REQUEST_LENGTH_MAX = 2 * 1024 * 1024;
    /** Longest text of an answer. */
    static final int ANSWER_LENGTH_MAX = 16 * 1024 * 1024;
    /** Begins a progress line. */
    static final int PROGRESS = 1;
    /** Begins the answer. */
    static final int ANSWER = 2;

    private OperatorProtocol()
    {
    }

    /**
     * A request that was read.
     *
     * @param verb    of the command.
     * @param request for the command.
     */
    record Call(String verb, OperatorRequest request)
    {
    }

    /**
     * Writes a request.
     *
     * @throws IllegalArgumentException if it is longer than the server takes.
     */
    static void writeRequest(final DataOutputStream output, final String verb, final OperatorRequest request) throws IOException
    {
        final List<byte[]> texts = new ArrayList<>();
        texts.add(verb.getBytes(StandardCharsets.UTF_8));
        request.arguments().forEach(argument -> texts.add(argument.getBytes(StandardCharsets.UTF_8)));
        long length = Short.BYTES + Integer.BYTES + request.payload().length;
        for (final byte[] text : texts)
        {
            length += Integer.BYTES + text.length;
        }
        if (length > REQUEST_LENGTH_MAX || texts.size() > Short.MAX_VALUE)
        {
            throw new IllegalArgumentException("request is too long: maximumLength=" + REQUEST_LENGTH_MAX + " length=" + length);
        }
        output.writeInt(MAGIC);
        output.writeShort(VERSION);
        output.writeInt((int)length);
        writeBytes(output, texts.get(0));
        output.writeShort(texts.size() - 1);
        for (final byte[] text : texts.subList(1, texts.size()))
        {
            writeBytes(output, text);
        }
        writeBytes(output, request.payload());
        output.flush();
    }

    /**
     * Reads a request.
     *
     * @throws OperatorProtocolException if it is none, in one line for the client.
     */
    static Call readRequest(final DataInputStream input) throws IOException
    {
        final int magic = input.readInt();
        if (MAGIC != magic)
        {
            throw new OperatorProtocolException("not an operator's request: expectedMagic=0x" + Integer.toHexString(MAGIC) + " magic=0x" +
                Integer.toHexString(magic));
        }
        final int version = input.readUnsignedShort();
        if (VERSION != version)
        {
            throw new OperatorProtocolException("operator protocol differs: expectedVersion=" + VERSION + " version=" + version +
                ": use the veto command of the version that serves");
        }
        final int length = input.readInt();
        if (length < 0 || length > REQUEST_LENGTH_MAX)
        {
            throw new OperatorProtocolException("request is too long: maximumLength=" + REQUEST_LENGTH_MAX + " length=" +
                Integer.toUnsignedString(length));
        }
        final Remaining remaining = new Remaining(length);
        final String verb = new String(readBytes(input, remaining), StandardCharsets.UTF_8);
        remaining.take(Short.BYTES);
        final int count = input.readUnsignedShort();
        final List<String> arguments = new ArrayList<>();
        for (int i = 0; i < count; i++)
        {
            arguments.add(new String(readBytes(input, remaining), StandardCharsets.UTF_8));
        }
        final byte[] payload = readBytes(input, remaining);
        if (0 != remaining.length)
        {
            throw new OperatorProtocolException("request does not end where it says: remainingLength=" + remaining.length);
        }
        return new Call(verb, new OperatorRequest(List.copyOf(arguments), payload));
    }

    /**
     * Writes a progress line.
     */
    static void writeProgress(final DataOutputStream output, final String line) throws IOException
    {
        output.writeByte(PROGRESS);
        writeBytes(output, line.getBytes(StandardCharsets.UTF_8));
        output.flush();
    }

    /**
     * Writes the answer, cut at its longest.
     */
    static void writeAnswer(final DataOutputStream output, final OperatorAnswer answer) throws IOException
    {
        final byte[] text = answer.text().getBytes(StandardCharsets.UTF_8);
        output.writeByte(ANSWER);
        output.writeByte(answer.exitCode());
        output.writeInt(Math.min(text.length, ANSWER_LENGTH_MAX));
        output.write(text, 0, Math.min(text.length, ANSWER_LENGTH_MAX));
        output.flush();
    }

    /**
     * Reads a text of a progress line or an answer.
     */
    static String readText(final DataInputStream input) throws IOException
    {
        return new String(readBytes(input, new Remaining(ANSWER_LENGTH_MAX + Integer.BYTES)), StandardCharsets.UTF_8);
    }

    private static void writeBytes(final DataOutputStream output, final byte[] bytes) throws IOException
    {
        output.writeInt(bytes.length);
        output.write(bytes);
    }

    private static byte[] readBytes(final DataInputStream input, final Remaining remaining) throws IOException
    {
        remaining.take(Integer.BYTES);
        final int length = input.readInt();
        remaining.take(length);
        final byte[] bytes = new byte[length];
        input.readFully(bytes);
        return bytes;
    }

    /** What a message may still hold. */
    private static final class Remaining
    {
        private int length;

        Remaining(final int length)
        {
            this.length = length;
        }

        void take(final int taken) throws OperatorProtocolException
        {
            if (taken < 0 || taken > length)
            {
                throw new OperatorProtocolException("a part is longer than the whole: maximumLength=" + length + " length=" +
                    Integer.toUnsignedString(taken));
            }
            length -= taken;
        }
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sluice.Lake.Schema;
using Sluice.Rows;

namespace Sluice.Erasure;

/// <summary>
/// Computes the keyed hashes of keys (HMAC-SHA256). Values that are equal as keys have one hash, whatever the types of their columns: a
/// reference from a text column to an integer key has the hash of the key. The key of the hash is derived from
/// <c>Sensitive__HashKey</c>, so these hashes differ from those that hashed fields store. Not safe for concurrent use.
/// </summary>
internal sealed class KeyHash
{
    private const int LongestNumber = 64;

    private readonly byte[] key;
    private readonly ArrayBufferWriter<byte> buffer = new(256);

    /// <summary>Creates the hash.</summary>
    /// <param name="hashKey">The key that the settings have for hashing.</param>
    public KeyHash(ReadOnlySpan<byte> hashKey) => key = HMACSHA256.HashData(hashKey, "the keys of erased rows"u8);

    /// <summary>Computes the hash of a key in a row of a batch.</summary>
    /// <param name="dataset">The dataset whose primary key it is.</param>
    /// <param name="fields">The names of the key's fields, as <see cref="Ledger.Tombstone.Fields"/> has them.</param>
    /// <param name="columns">The columns of the key's fields, in the order of that primary key.</param>
    /// <param name="row">The index of the row.</param>
    /// <param name="hash">The hash, if the row has a value in each column.</param>
    /// <returns>Whether it has.</returns>
    public bool TryCompute(string dataset, string? fields, ReadOnlySpan<Column> columns, int row, Span<byte> hash)
    {
        Begin(dataset, fields);
        foreach (var column in columns)
        {
            if (column.IsNull(row))
            {
                return false;
            }

            Add(column, row);
        }

        return HMACSHA256.HashData(key, buffer.WrittenSpan, hash) == hash.Length;
    }

    /// <summary>Computes the hash of a key whose values were read from a warehouse.</summary>
    /// <param name="dataset">The dataset whose primary key it is.</param>
    /// <param name="fields">The names of the key's fields, as <see cref="Ledger.Tombstone.Fields"/> has them.</param>
    /// <param name="values">The values, in the order of that primary key.</param>
    /// <returns>The hash, in 64 hexadecimal digits.</returns>
    public string Compute(string dataset, string? fields, IReadOnlyList<object> values)
    {
        Begin(dataset, fields);
        foreach (var value in values)
        {
            Add(value);
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, buffer.WrittenSpan));
    }

    private void Begin(string dataset, string? fields)
    {
        buffer.ResetWrittenCount();
        AddText(dataset);
        if (fields is not null)
        {
            AddText(fields);
        }
    }

    private void Add(Column column, int row)
    {
        switch (column)
        {
            case TextColumn text:
                AddText(text[row]);
                break;
            case ValueColumn<long> { Field.Column.Kind: ColumnKind.Time } ticks:
                Add(new TimeOnly(ticks.Values[row]));
                break;
            case ValueColumn<long> { Field.Column.Kind: ColumnKind.Timestamp } ticks:
                Add(DateTime.UnixEpoch.AddTicks(ticks.Values[row]));
                break;
            case ValueColumn<long> integers:
                AddNumber(integers.Values[row]);
                break;
            case ValueColumn<int> days:
                Add(DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(days.Values[row]));
                break;
            case ValueColumn<Int128> decimals:
                AddDecimal(decimals.Values[row], column.Field.Column.Scale);
                break;
            case ValueColumn<double> doubles:
                AddNumber(doubles.Values[row]);
                break;
            case ValueColumn<bool> flags:
                Add(flags.Values[row]);
                break;
            default:
                throw new ArgumentException($"Field {column.Field.Name} cannot be part of a key.", nameof(column));
        }
    }

    private void Add(object value)
    {
        switch (value)
        {
            case string text:
                AddText(text);
                break;
            case decimal number:
                var bits = decimal.GetBits(number);
                var digits = (Int128)new decimal(bits[0], bits[1], bits[2], isNegative: number < 0, scale: 0);
                AddDecimal(digits, (bits[3] >> 16) & 0xFF);
                break;
            case double number:
                AddNumber(number);
                break;
            case long number:
                AddNumber(number);
                break;
            case bool flag:
                AddText(flag ? "true" : "false");
                break;
            case DateOnly date:
                AddText(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                break;
            case TimeOnly time:
                AddText(time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));
                break;
            case DateTime time:
                AddText(time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture));
                break;
            default:
                throw new ArgumentException($"A {value.GetType().Name} cannot be part of a key.", nameof(value));
        }
    }

    // An exact number has no zeros after its point: 42.0 is 42.
    private void AddDecimal(Int128 digits, int scale)
    {
        while (scale > 0 && digits % 10 == 0)
        {
            digits /= 10;
            scale--;
        }

        if (scale == 0)
        {
            AddNumber(digits);
            return;
        }

        var text = Int128.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        AddText($"{(digits < 0 ? "-" : "")}{text[..^scale]}.{text[^scale..]}");
    }

    // Adding zero makes zero of negative zero, which is equal to it.
    private void AddNumber(double number)
    {
        if (Math.Abs(number) < 1L << 53 && Math.Truncate(number) == number)
        {
            AddNumber((long)number);
        }
        else
        {
            AddText((number + 0.0).ToString("R", CultureInfo.InvariantCulture));
        }
    }

    private void AddNumber<T>(T number)
        where T : IUtf8SpanFormattable
    {
        Span<byte> text = stackalloc byte[LongestNumber];
        number.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        AddText(text[..length]);
    }

    private void AddText(string text) => AddText(Encoding.UTF8.GetBytes(text));

    // Each text is preceded by its length, so different keys have different bytes.
    private void AddText(ReadOnlySpan<byte> text)
    {
        BinaryPrimitives.WriteInt32LittleEndian(buffer.GetSpan(sizeof(int)), text.Length);
        buffer.Advance(sizeof(int));
        buffer.Write(text);
    }
}

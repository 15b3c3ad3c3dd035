using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation.Fields;

namespace Sluice.Validation.Keys;

/// <summary>
/// Checks that no two rows of a file have the same key: <c>unique</c>, <c>uniqueKeys</c>, <c>primaryKey</c>. The first row with a key
/// passes, later ones are rejected. As in SQL, a row with a missing value has no key. A row that is rejected for another reason does not
/// take its key.
/// </summary>
internal sealed class KeyRule : IDisposable
{
    private readonly string rule;
    private readonly FieldReader[] readers;
    private readonly int[] fields;
    private readonly KeySet keys = new();

    // Used for a key of one whole number, until a key is not greater than the one before.
    private AscendingKeys? ascending;
    private readonly long seed = Random.Shared.NextInt64();
    private byte[] buffer = new byte[64];
    private long place = -1;
    private long? marked;

    /// <summary>Creates a rule.</summary>
    /// <param name="rule">Its name in the standard.</param>
    /// <param name="readers">The readers of the schema's fields.</param>
    /// <param name="fields">The indexes of the key's fields.</param>
    public KeyRule(string rule, FieldReader[] readers, int[] fields)
    {
        this.rule = rule;
        this.fields = fields;
        this.readers = readers;
        ascending = fields.Length == 1 && readers[fields[0]].Field is { Sensitive: Sensitivity.None, Column.Kind: ColumnKind.Int64 }
            ? new AscendingKeys(KeySet.MostInMemory)
            : null;
    }

    /// <summary>Creates the rules of a dataset.</summary>
    public static KeyRule[] From(Dataset dataset, FieldReader[] readers)
    {
        var indexes = readers.Select((r, i) => (r.Field.Name, i)).ToDictionary(StringComparer.Ordinal);
        return [.. dataset.UniqueKeys.Select(
            k => new KeyRule(k.Rule, readers, [.. k.Fields.Where(indexes.ContainsKey).Select(n => indexes[n])]))];
    }

    /// <summary>Adds the key of a row of a batch.</summary>
    /// <returns>The error, or <see langword="null"/> if no earlier row has the key.</returns>
    public RejectError? Add(ColumnBatch batch, int row, long rowNumber)
    {
        place = -1;
        if (ascending is not null)
        {
            var column = batch.ColumnAt(fields[0]);
            if (column.IsNull(row))
            {
                return null;
            }

            if (ascending.TryAdd(Unsafe.As<ValueColumn<long>>(column).Values[row], rowNumber))
            {
                place = 0;
                return null;
            }

            LeaveOrder();
        }

        var length = 0;
        foreach (var field in fields)
        {
            var column = batch.ColumnAt(field);
            if (column.IsNull(row))
            {
                return null;
            }

            // Each value is preceded by its length, so different keys have different bytes.
            var size = readers[field].KeyLength(column, row);
            if (buffer.Length < length + sizeof(int) + size)
            {
                Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + sizeof(int) + size));
            }

            BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(length), size);
            readers[field].WriteKey(column, row, buffer.AsSpan(length + sizeof(int), size));
            length += sizeof(int) + size;
        }

        place = keys.Add(XxHash128.HashToUInt128(buffer.AsSpan(0, length), seed), rowNumber, out var first);
        return place >= 0 ? null : new RejectError(
            fields.Length == 1 ? readers[fields[0]].Field.Name : null, rule,
            fields.Length == 1
                ? $"row {first} has this value already"
                : $"row {first} has these values of {string.Join(", ", fields.Select(f => readers[f].Field.Name))} already");
    }

    /// <summary>The name of the rule in a checkpoint.</summary>
    public string Name => $"{rule} {readers[fields[0]].Field.Name}";

    /// <summary>The greatest key at the last mark, if all keys came in ascending order.</summary>
    public long? Marked => ascending is null ? null : marked;

    /// <summary>Marks the greatest key so far.</summary>
    public void Mark() => marked = ascending?.Last;

    /// <summary>Starts after rows whose greatest key is known.</summary>
    /// <returns>Whether the greatest key suffices.</returns>
    public bool TryStartAfter(long greatest)
    {
        ascending?.StartAfter(greatest);
        return ascending is not null;
    }

    /// <summary>Removes the key that was added last, because its row is rejected.</summary>
    public void RemoveLast()
    {
        if (place >= 0 && ascending is not null)
        {
            ascending.RemoveLast();
        }
        else if (place >= 0)
        {
            keys.Remove(place);
        }

        place = -1;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        keys.Dispose();
        ascending?.Dispose();
    }

    private void LeaveOrder()
    {
        if (ascending!.HasUnknown)
        {
            throw new KeysUnknownException();
        }

        Span<byte> key = stackalloc byte[sizeof(int) + sizeof(long)];
        BinaryPrimitives.WriteInt32LittleEndian(key, sizeof(long));
        foreach (var (value, row) in ascending.Entries)
        {
            MemoryMarshal.Write(key[sizeof(int)..], value);
            keys.Add(XxHash128.HashToUInt128(key, seed), row, out _);
        }

        ascending.Dispose();
        ascending = null;
    }
}

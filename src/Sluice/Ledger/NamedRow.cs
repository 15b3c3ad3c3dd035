using System.Data.Common;
using System.Globalization;

namespace Sluice.Ledger;

/// <summary>
/// The current row of a reader, by the names of its columns. It finds the columns once for all rows, and their order does not matter.
/// </summary>
internal sealed class NamedRow
{
    private readonly DbDataReader reader;
    private readonly Dictionary<string, int> ordinals = new(StringComparer.Ordinal);

    /// <summary>Finds the columns.</summary>
    /// <param name="reader">The reader, with a result.</param>
    public NamedRow(DbDataReader reader)
    {
        this.reader = reader;
        for (var i = 0; i < reader.FieldCount; i++)
        {
            ordinals.Add(reader.GetName(i), i);
        }
    }

    /// <summary>Whether a value is null.</summary>
    public bool IsNull(string column) => reader.IsDBNull(ordinals[column]);

    /// <summary>A 64-bit integer.</summary>
    public long Int64(string column) => reader.GetInt64(ordinals[column]);

    /// <summary>A number that fits 32 bits. Warehouses differ: the column is a 32-bit or a 64-bit integer.</summary>
    public int Int32(string column) => Convert.ToInt32(reader.GetValue(ordinals[column]), CultureInfo.InvariantCulture);

    /// <summary>A Boolean.</summary>
    public bool Boolean(string column) => reader.GetBoolean(ordinals[column]);

    /// <summary>A text.</summary>
    public string Text(string column) => reader.GetString(ordinals[column]);

    /// <summary>A text, or <see langword="null"/>.</summary>
    public string? TextOrNull(string column) =>
        ordinals[column] is var ordinal && reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);

    /// <summary>A time.</summary>
    public DateTimeOffset Time(string column) => Time(ordinals[column]);

    /// <summary>A time, or <see langword="null"/>.</summary>
    public DateTimeOffset? TimeOrNull(string column) =>
        ordinals[column] is var ordinal && reader.IsDBNull(ordinal) ? null : Time(ordinal);

    /// <summary>Bytes.</summary>
    public byte[] Bytes(string column)
    {
        using var stream = reader.GetStream(ordinals[column]);
        var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private DateTimeOffset Time(int ordinal) => new(DateTime.SpecifyKind(reader.GetDateTime(ordinal), DateTimeKind.Utc));
}

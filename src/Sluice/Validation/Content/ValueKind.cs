using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Validation.Fields;
using Sluice.Validation.Types;

namespace Sluice.Validation.Content;

/// <summary>What the values of a column look like, after some of them.</summary>
/// <remarks>Not safe for concurrent use: the readers of the kinds have scratch columns.</remarks>
internal sealed class ValueKind
{
    // From the narrowest to the widest.
    private static readonly (string Name, Field Field)[] Kinds =
    [
        ("boolean", Of(FieldType.Boolean, ColumnKind.Boolean) with
        {
            TrueValues = ["true", "True", "TRUE"],
            FalseValues = ["false", "False", "FALSE"],
        }),
        ("integer", Of(FieldType.Integer, ColumnKind.Int64)),
        ("number", Of(FieldType.Number, ColumnKind.Double)),
        ("date", Of(FieldType.Date, ColumnKind.Date)),
        ("datetime", Of(FieldType.Datetime, ColumnKind.Timestamp)),
    ];

    private readonly (FieldReader Reader, Column Scratch)[] readers;
    private int fits = (1 << Kinds.Length) - 1;
    private bool isEmpty = true;

    private ValueKind((FieldReader Reader, Column Scratch)[] readers) => this.readers = readers;

    /// <summary>The name of the kind: see <see cref="Lake.ColumnChange.SampleKind"/>.</summary>
    public string Name => isEmpty ? "empty" : fits == 0 ? "text" : Kinds[int.TrailingZeroCount(fits)].Name;

    /// <summary>Creates kinds that share their readers, for one column each.</summary>
    public static ValueKind[] Create(int count)
    {
        (FieldReader, Column)[] readers =
        [
            .. Kinds.Select(k => (
                FieldReaders.Create(k.Field, new WarehouseLimits(TicksPerUnit: 1), default, new List<(string, string)>()),
                Column.Create(k.Field, capacity: 1))),
        ];
        return [.. Enumerable.Range(0, count).Select(_ => new ValueKind(readers))];
    }

    /// <summary>Adds a value. Texts that commonly mean "no value" count for nothing.</summary>
    public void Observe(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || TextHint.NullTexts.Contains(text))
        {
            return;
        }

        isEmpty = false;
        for (var i = 0; i < readers.Length; i++)
        {
            if ((fits & (1 << i)) != 0 && (IsCode(text) || !readers[i].Reader.Read(text, readers[i].Scratch, 0)))
            {
                fits &= ~(1 << i);
            }
        }
    }

    private static Field Of(FieldType type, ColumnKind column) => new() { Name = "", Type = type, Column = new ColumnType(column) };

    // 007 and +49 are codes, not numbers.
    private static bool IsCode(ReadOnlySpan<byte> text) =>
        text[0] == '+' || (text.Length > 1 && text[0] == '0' && text[1] is >= (byte)'0' and <= (byte)'9' && !text.Contains((byte)'-'));
}

using System.Text;
using Sluice.Lake;
using Sluice.Lake.Definition;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Text;
using Sluice.Validation.Fields;

namespace Sluice.Validation.Rows;

/// <summary>
/// The values of the fields that do not come from columns (<c>sluice:from</c>). They are the same in all rows, so they are read and
/// validated once, and then copied.
/// </summary>
internal sealed class FileValues
{
    private readonly Column?[] values;

    private FileValues(Column?[] values) => this.values = values;

    /// <summary>Reads the values.</summary>
    /// <param name="readers">The readers of all fields of the schema.</param>
    /// <param name="origin">The file, or <see langword="null"/> if it is not known. What is not known is no value, and is not
    /// validated.</param>
    /// <returns>The values, or <see langword="null"/> if no field has such a value.</returns>
    /// <exception cref="FileRefusedException">A value does not parse, or breaks a constraint.</exception>
    public static FileValues? Read(IReadOnlyList<FieldReader> readers, FileOrigin? origin)
    {
        if (!readers.Any(r => r.Field.IsOfFile))
        {
            return null;
        }

        var values = new Column?[readers.Count];
        for (var i = 0; i < values.Length; i++)
        {
            if (readers[i].Field.IsOfFile && origin?.TextOf(readers[i].Field) is { } text)
            {
                var (value, bytes) = (Column.Create(readers[i].Field, capacity: 1), Encoding.UTF8.GetBytes(text));
                values[i] = readers[i].Read(bytes, value, 0) ? value : throw Refuse(readers[i], bytes, origin);
            }
        }

        return new FileValues(values);
    }

    /// <summary>Sets a row to the value of a field.</summary>
    public void Fill(int field, Column column, int row)
    {
        if (values[field] is { } value)
        {
            column.Copy(row, value);
        }
        else
        {
            column.SetNull(row);
        }
    }

    private static FileRefusedException Refuse(FieldReader reader, byte[] text, FileOrigin origin)
    {
        var errors = new List<RejectError>();
        reader.Explain(text, errors);
        var (what, remedy) = reader.Field.From switch
        {
            FieldSource.Path => ("the path", "Move the file to a path that is valid"),
            FieldSource.FileName => ("the name of the file", "Rename the file"),
            _ => ("the time at which the file was written", "Upload it again"),
        };
        return new FileRefusedException(
            $"Field {QuotedText.From(reader.Field.Name)} comes from {what}, and its value in {origin.Path} is not valid: "
            + $"{string.Join("; ", errors.Select(e => e.Message))}. {remedy}, or correct the field in the lake definition.");
    }
}

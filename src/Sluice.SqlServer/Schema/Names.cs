using System.Security.Cryptography;
using System.Text;

namespace Sluice.SqlServer.Schema;

/// <summary>Quotes names for T-SQL.</summary>
internal static class Names
{
    /// <summary>The maximum length of an identifier in UTF-16 code units (<c>sysname</c>).</summary>
    public const int MaxLength = 128;

    /// <summary>The maximum length of a table's name with its schema and quotes.</summary>
    public const int MaxQuotedLength = (2 * MaxLength) + 16;

    private const int HashDigits = 16;

    /// <summary>A name as a quoted identifier.</summary>
    public static string Quote(string name) => $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]";

    /// <summary>Names as quoted identifiers, separated by commas.</summary>
    public static string List(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));

    /// <summary>A text as a literal, for statements that take no parameters.</summary>
    public static string Literal(string text) => $"N'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The table of a dataset.</summary>
    public static string Table(string dataset) => $"lake.{Quote(dataset)}";

    /// <summary>
    /// The name of a table or view that belongs to a dataset's table: <c>aside/ads</c>. A name that is too long is truncated, and a hash
    /// makes it unique.
    /// </summary>
    /// <param name="role">The role of the table or view.</param>
    /// <param name="dataset">The dataset.</param>
    public static string RelatedObject(string role, string dataset)
    {
        var name = $"{role}/{dataset}";
        if (name.Length <= MaxLength)
        {
            return name;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataset)))[..HashDigits];
        var length = MaxLength - HashDigits - 1;
        return $"{name[..(char.IsHighSurrogate(name[length - 1]) ? length - 1 : length)]}~{hash}";
    }
}

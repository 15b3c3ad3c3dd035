using System.Security.Cryptography;
using System.Text;

namespace Sluice.SqlServer.Schema;

/// <summary>Names as identifiers of T-SQL.</summary>
internal static class Names
{
    /// <summary>The longest identifier, in UTF-16 code units (<c>sysname</c>).</summary>
    public const int MaxLength = 128;

    /// <summary>The longest name of a table as statements have it, with its schema and quotes.</summary>
    public const int MaxQuotedLength = (2 * MaxLength) + 16;

    private const int HashDigits = 16;

    /// <summary>A name as an identifier, whatever is in it.</summary>
    public static string Quote(string name) => $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]";

    /// <summary>Names as identifiers, with commas between.</summary>
    public static string List(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));

    /// <summary>A text as a literal, for the few statements that take no parameters.</summary>
    public static string Literal(string text) => $"N'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The table of a dataset.</summary>
    public static string Table(string dataset) => $"lake.{Quote(dataset)}";

    /// <summary>
    /// The name of a table or view that goes with a dataset's table: <c>aside/ads</c>. One that would be too long is cut, and told from
    /// others by a hash.
    /// </summary>
    /// <param name="role">What it is.</param>
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

using System.Globalization;

namespace Sluice.Lake.Schema;

/// <summary>Another header under which a file's column is a field's: <c>sluice:aliases</c>.</summary>
/// <remarks>
/// <c>e-mail</c> is the only column with this header. <c>price#2</c> is the second column with the header <c>price</c>, and <c>#1</c> the
/// first column without a header. In a file with fewer such columns, the text is an ordinary header.
/// </remarks>
public sealed record HeaderAlias
{
    /// <summary>Creates an alias.</summary>
    /// <param name="text">The text in the descriptor.</param>
    public HeaderAlias(string text)
    {
        Text = text;
        Header = text;
        var mark = text.LastIndexOf('#');
        if (mark >= 0 && mark + 1 < text.Length && text[mark + 1] != '0'
            && int.TryParse(text.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var position))
        {
            (Header, Position) = (text[..mark], position);
        }
    }

    /// <summary>The text in the descriptor.</summary>
    public string Text { get; }

    /// <summary>The header of the column, without the <see cref="Position"/>.</summary>
    public string Header { get; }

    /// <summary>Which of the columns with this header is meant, from 1; <see langword="null"/> if it must be the only one.</summary>
    public int? Position { get; }

    /// <summary>The alias of one of several columns with the same header.</summary>
    public static HeaderAlias At(string header, int position) => new($"{header}#{position.ToString(CultureInfo.InvariantCulture)}");
}

using System.Text;
using Sluice.Text;
using Sluice.Validation.Types;

namespace Sluice.Validation.Formats;

/// <summary>
/// What texts of one type and format look like, of those types that are held as the text itself. Most need no memory of their own to
/// check one.
/// </summary>
internal abstract class TextFormat
{
    /// <summary>What a text should be, for a message: <c>a JSON object</c>.</summary>
    public abstract string Expected { get; }

    /// <summary>Whether a text is one.</summary>
    public abstract bool Fits(ReadOnlySpan<byte> text);

    /// <summary>Why a text is none, or what would help; <see langword="null"/> if nothing is known.</summary>
    public virtual string? Hint(ReadOnlySpan<byte> text) => TextHint.OfWhiteSpace(text);

    /// <summary>How long a text that fits is: what <c>minLength</c> and <c>maxLength</c> count.</summary>
    public virtual long Length(ReadOnlySpan<byte> text) => TextLength.Count(text);

    /// <summary>What <see cref="Length"/> counts, for a message.</summary>
    public virtual string Unit => "characters";

    /// <summary>Whether two texts may be one value: then <see cref="Canonical"/> must be compared, not the texts.</summary>
    public virtual bool HasSpellings => false;

    /// <summary>The one text that all spellings of a value that fits have in common.</summary>
    public virtual string Canonical(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);

    /// <summary>Whether a value that fits is less than (-1), equal to or greater than another; <see langword="null"/> if neither.</summary>
    public virtual int? Compare(ReadOnlySpan<byte> text, ReadOnlySpan<byte> other) => null;

    /// <summary>More that a text that fits must satisfy (<c>jsonSchema</c>): what is wrong, or <see langword="null"/>.</summary>
    public virtual string? FindFault(ReadOnlySpan<byte> text) => null;
}

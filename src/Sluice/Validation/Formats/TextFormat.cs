using System.Text;
using Sluice.Text;
using Sluice.Validation.Types;

namespace Sluice.Validation.Formats;

/// <summary>
/// Validates texts of one type and format, for types whose column holds the text itself. Most formats allocate no memory to check a text.
/// </summary>
internal abstract class TextFormat
{
    /// <summary>What a text must be, for a message: <c>a JSON object</c>.</summary>
    public abstract string Expected { get; }

    /// <summary>Whether a text has this format.</summary>
    public abstract bool Fits(ReadOnlySpan<byte> text);

    /// <summary>Why a text does not have this format, or how to fix it; <see langword="null"/> if unknown.</summary>
    public virtual string? Hint(ReadOnlySpan<byte> text) => TextHint.OfWhiteSpace(text);

    /// <summary>The length of a text that fits, as <c>minLength</c> and <c>maxLength</c> count.</summary>
    public virtual long Length(ReadOnlySpan<byte> text) => TextLength.Count(text);

    /// <summary>What <see cref="Length"/> counts, for a message.</summary>
    public virtual string Unit => "characters";

    /// <summary>Whether different texts can be the same value. Then compare <see cref="Canonical"/>, not the texts.</summary>
    public virtual bool HasSpellings => false;

    /// <summary>The canonical text of a value that fits, the same for all its spellings.</summary>
    public virtual string Canonical(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);

    /// <summary>Compares two values that fit: negative, zero or positive; <see langword="null"/> if they have no order.</summary>
    public virtual int? Compare(ReadOnlySpan<byte> text, ReadOnlySpan<byte> other) => null;

    /// <summary>The fault of a text that fits but breaks a further rule (<c>jsonSchema</c>), or <see langword="null"/>.</summary>
    public virtual string? FindFault(ReadOnlySpan<byte> text) => null;
}

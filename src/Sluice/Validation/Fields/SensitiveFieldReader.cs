using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Sluice.Lake.Schema;
using Sluice.Rows;
using Sluice.Text;

namespace Sluice.Validation.Fields;

/// <summary>
/// Reads a sensitive field: validates the plain values, and stores what <see cref="Field.Sensitive"/> says in their place.
/// </summary>
internal sealed class SensitiveFieldReader : FieldReader
{
    /// <summary>What replaces a sensitive value in messages and raw records.</summary>
    public const string Stars = "****";

    private const int LongEnough = 12;
    private const int Shown = 4;

    private readonly FieldReader plain;
    private readonly Column scratch;
    private readonly byte[] hashKey;
    private readonly byte[] masked = new byte[Stars.Length + (Shown * 4)];

    /// <summary>Creates a reader.</summary>
    /// <param name="field">The field, whose column is text.</param>
    /// <param name="plain">The reader of the plain values.</param>
    /// <param name="hashKey">The key for hashing.</param>
    public SensitiveFieldReader(Field field, FieldReader plain, ReadOnlyMemory<byte> hashKey)
        : base(field)
    {
        this.plain = plain;
        this.hashKey = hashKey.ToArray();
        scratch = Column.Create(plain.Field, capacity: 1);
    }

    public override int KeyLength(Column column, int row) => SHA256.HashSizeInBytes;

    // A key is written right after its row was read, so the scratch column still has the value.
    public override void WriteKey(Column column, int row, Span<byte> key)
    {
        var value = new byte[plain.KeyLength(scratch, 0)];
        plain.WriteKey(scratch, 0, value);
        SHA256.HashData(value, key);
    }

    protected override bool ReadValue(ReadOnlySpan<byte> text, Column column, int row)
    {
        var target = Unsafe.As<TextColumn>(column);
        scratch.SetNull(0);
        if (!plain.Read(text, scratch, 0))
        {
            return false;
        }

        switch (Field.Sensitive)
        {
            case Sensitivity.Hash:
                Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
                Span<byte> hex = stackalloc byte[SHA256.HashSizeInBytes * 2];
                HMACSHA256.HashData(hashKey, text, hash);
                Convert.TryToHexStringLower(hash, hex, out _);
                target.Set(row, hex);
                break;
            case Sensitivity.Mask:
                target.Set(row, Mask(text));
                break;
            default:
                target.SetNull(row);
                break;
        }

        return true;
    }

    protected override void ExplainValue(ReadOnlySpan<byte> text, List<RejectError> errors)
    {
        var plainErrors = new List<RejectError>();
        plain.Explain(text, plainErrors);
        errors.AddRange(plainErrors.Select(e => e with { Message = $"the value breaks this rule; it is not shown (sluice:sensitive)" }));
    }

    private ReadOnlySpan<byte> Mask(ReadOnlySpan<byte> text)
    {
        "****"u8.CopyTo(masked);
        if (TextLength.Count(text) < LongEnough)
        {
            return masked.AsSpan(0, Stars.Length);
        }

        var start = text.Length;
        for (var count = 0; count < Shown; count++)
        {
            do
            {
                start--;
            }
            while ((text[start] & 0xC0) == 0x80);
        }

        // A character has at most four bytes, so the buffer is large enough.
        text[start..].CopyTo(masked.AsSpan(Stars.Length));
        return masked.AsSpan(0, Stars.Length + text.Length - start);
    }
}

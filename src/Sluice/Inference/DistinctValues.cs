using System.Buffers.Text;
using System.IO.Hashing;
using System.Numerics;
using Sluice.Lake.Schema;
using Sluice.Validation.Keys;

namespace Sluice.Inference;

/// <summary>
/// Whether all values of a column differ, as unique constraints compare values. Two texts can be one value: <c>2024/1/2</c> and
/// <c>2024/01/02</c>.
/// </summary>
/// <remarks>
/// It is given up for columns that are no key, whatever their values: measures and long texts. Texts and whole numbers are compared by
/// their texts, which are one for each value but <c>-0</c>; values of other types by their keys.
/// </remarks>
/// <param name="candidates">The types that the column may have.</param>
internal sealed class DistinctValues(Candidates candidates) : IDisposable
{
    private const int LongestKey = 64;

    // After so many numbers with a fraction, the column is a measure.
    private const int MostFractions = 1000;

    private AscendingKeys? ascending = new(KeySet.MostInMemory);
    private KeySet? keys;
    private int? typed;
    private bool isGivenUp;
    private bool hasTexts;
    private bool hasMinusZero;
    private int fractions;

    /// <summary>Adds a value, unless it is known that there are equal ones.</summary>
    /// <param name="text">Its text.</param>
    /// <param name="row">The number of its row, from 1.</param>
    /// <param name="passing">The candidates that fit it.</param>
    /// <param name="fits">The candidates that the column may still have.</param>
    public void Add(ReadOnlySpan<byte> text, long row, ulong passing, ulong fits)
    {
        if (isGivenUp)
        {
            return;
        }

        var narrowest = passing & (0 - passing);
        if (typed is not null || IsTyped(narrowest))
        {
            AddValue(text, row, narrowest, fits);
            return;
        }

        fractions += narrowest is 0 or Candidates.PlainInteger ? 0 : 1;
        if (text.Length > LongestKey || fractions > MostFractions || !AddText(text, row, narrowest == Candidates.PlainInteger))
        {
            GiveUp();
        }
    }

    /// <summary>Notes a row without a value, or two that are equal: a column with such a row is no key.</summary>
    public void GiveUp()
    {
        isGivenUp = true;
        Dispose();
    }

    /// <summary>Whether all values differ, if they are read as a candidate, or as texts.</summary>
    /// <param name="candidate">The candidate, or <see langword="null"/> for texts.</param>
    public bool AreDifferentAs(int? candidate) =>
        !isGivenUp && (candidate is null ? typed is null
            : 1UL << candidate == Candidates.PlainInteger ? typed is null && !hasMinusZero
            : typed == candidate);

    /// <inheritdoc/>
    public void Dispose()
    {
        ascending?.Dispose();
        keys?.Dispose();
    }

    // Values other than texts and whole numbers, that can be a key: unique amounts are chance.
    private bool IsTyped(ulong narrowest) =>
        narrowest is not (0 or Candidates.PlainInteger)
        && candidates.Narrowest(narrowest)!.Field.Type is not (FieldType.Number or FieldType.Boolean);

    private void AddValue(ReadOnlySpan<byte> text, long row, ulong narrowest, ulong fits)
    {
        // A text of another type becomes a reject, which has no key.
        if (narrowest == 0 && typed is { } kept && (fits & (1UL << kept)) != 0)
        {
            return;
        }

        var index = narrowest == 0 ? -1 : BitOperations.TrailingZeroCount(narrowest);
        if (hasTexts || (typed ?? index) != index || !AddHash(XxHash128.HashToUInt128(candidates[index].KeyOf(text)), row))
        {
            GiveUp();
            return;
        }

        typed = index;
    }

    private bool AddText(ReadOnlySpan<byte> text, long row, bool isInteger)
    {
        hasTexts = true;
        hasMinusZero |= text.SequenceEqual("-0"u8);

        // Ids ascend in most files. Then each is certainly new.
        if (ascending is not null)
        {
            if (isInteger && !hasMinusZero && Utf8Parser.TryParse(text, out long value, out _) && ascending.TryAdd(value, row))
            {
                return true;
            }

            LeaveOrder();
        }

        return AddHash(XxHash128.HashToUInt128(text), row);
    }

    private void LeaveOrder()
    {
        Span<byte> text = stackalloc byte[20];
        foreach (var (value, row) in ascending!.Entries)
        {
            Utf8Formatter.TryFormat(value, text, out var length);
            AddHash(XxHash128.HashToUInt128(text[..length]), row);
        }

        ascending.Dispose();
        ascending = null;
    }

    private bool AddHash(UInt128 hash, long row) => (keys ??= new()).Add(hash, row, out _) >= 0;
}

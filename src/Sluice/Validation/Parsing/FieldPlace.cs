namespace Sluice.Validation.Parsing;

/// <summary>Where a field of a record is.</summary>
/// <param name="RawStart">Where it begins as it is in the file.</param>
/// <param name="RawEnd">Where it ends as it is in the file.</param>
/// <param name="Start">Where its text begins.</param>
/// <param name="End">Where its text ends.</param>
/// <param name="IsCopied">Whether its text is among the copied ones: not as it is in the file.</param>
internal readonly record struct FieldPlace(int RawStart, int RawEnd, int Start, int End, bool IsCopied);

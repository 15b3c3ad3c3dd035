namespace Sluice.Analytics.Reports;

/// <summary>The answer of a report.</summary>
/// <param name="Body">Its bytes, not compressed.</param>
/// <param name="Tag">Its entity tag, in quotation marks: the same for the same bytes.</param>
public sealed record ReportAnswer(ReadOnlyMemory<byte> Body, string Tag);

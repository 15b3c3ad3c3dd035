namespace Sluice.Hosting.Warehouses;

/// <summary>
/// Writes warnings to standard error in order. A person who starts the program sees them before logging starts; the Functions host adds
/// them to its log.
/// </summary>
internal sealed class WarningLines : IProgress<string>
{
    /// <inheritdoc/>
    public void Report(string value) => Console.Error.WriteLine($"warning: {value}");
}

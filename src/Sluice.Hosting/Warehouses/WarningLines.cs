
namespace Sluice.Hosting.Warehouses;

/// <summary>
/// Writes sentences as warnings to standard error, in the order in which they come: whoever starts the program sees them before any log is
/// there, and the Functions host has them in its own.
/// </summary>
internal sealed class WarningLines : IProgress<string>
{
    /// <inheritdoc/>
    public void Report(string value) => Console.Error.WriteLine($"warning: {value}");
}

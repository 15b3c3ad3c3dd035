namespace Sluice.Local.Terminal;

/// <summary>Reports synchronously, on the calling thread, so that nothing is reported after the end.</summary>
/// <param name="report">Handles each report.</param>
internal sealed class Reporter<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => report(value);
}

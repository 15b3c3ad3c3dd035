
namespace Sluice.Local.Terminal;

/// <summary>Reports at once, on the thread that has the news, so that nothing is reported after the end.</summary>
/// <param name="report">What to do with the news.</param>
internal sealed class Reporter<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => report(value);
}

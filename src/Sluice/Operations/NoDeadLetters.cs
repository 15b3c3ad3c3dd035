namespace Sluice.Operations;

/// <summary>The dead letters of an app without a storage for them: none.</summary>
public sealed class NoDeadLetters : IDeadLetters
{
    /// <inheritdoc/>
    public IAsyncEnumerable<DeadLetter> ReadAsync(int most, CancellationToken cancellationToken) => AsyncEnumerable.Empty<DeadLetter>();

    /// <inheritdoc/>
    public Task DeleteAsync(DeadLetter letter, CancellationToken cancellationToken) => Task.CompletedTask;
}

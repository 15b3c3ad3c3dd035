namespace Sluice.Operations;

/// <summary>
/// The port to the dead letters of the lake's events: what could not be delivered within a day, or not at all. They throw
/// <see cref="IOException"/> if they cannot be reached.
/// </summary>
public interface IDeadLetters
{
    /// <summary>Reads dead letters, in any order. Where there is no place for them, there are none.</summary>
    /// <param name="most">How many to read.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    IAsyncEnumerable<DeadLetter> ReadAsync(int most, CancellationToken cancellationToken);

    /// <summary>Deletes a dead letter, if it is still there.</summary>
    Task DeleteAsync(DeadLetter letter, CancellationToken cancellationToken);
}

namespace Sluice.Analytics.Reports;

/// <summary>
/// A caller's turn to answer: with the answer that is kept, or with a new one, for which others of the same request wait.
/// </summary>
public sealed class AnswerTurn : IDisposable
{
    private readonly Func<ReportAnswer, CancellationToken, Task>? keep;
    private Action? end;

    /// <summary>Creates a turn.</summary>
    /// <param name="answer">The answer that is kept.</param>
    /// <param name="keep">Keeps a new answer, or <see langword="null"/> if none can be kept.</param>
    /// <param name="end">Called once, at the end of the turn.</param>
    internal AnswerTurn(ReportAnswer? answer, Func<ReportAnswer, CancellationToken, Task>? keep = null, Action? end = null)
    {
        Answer = answer;
        this.keep = keep;
        this.end = end;
    }

    /// <summary>The answer that is kept, or <see langword="null"/> if the caller has to make one.</summary>
    public ReportAnswer? Answer { get; }

    /// <summary>Makes the answer of its bytes, and keeps it if that is possible.</summary>
    public async Task<ReportAnswer> KeepAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var answer = ReportAnswers.Of(body);
        if (keep is not null && body.Length <= ReportAnswers.MostBytes)
        {
            await keep(answer, cancellationToken);
        }

        return answer;
    }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref end, null)?.Invoke();
}

using System.Diagnostics;
using System.Net;

namespace Sluice.Benchmarks.Http;

/// <summary>Clients that ask the same again and again, each as soon as it has its answer.</summary>
/// <param name="http">The connections; as many as there are clients.</param>
internal sealed class Clients(HttpClient http)
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks for a while. Answers that are not complete by then do not count.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="count">How many clients ask at a time.</param>
    /// <param name="duration">For how long.</param>
    /// <param name="least">How many answers there must be, however long they take.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public async Task<Answers> AskAsync(
        Question question, int count, TimeSpan duration, int least, CancellationToken cancellationToken)
    {
        var answers = new Answers(question, count);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var all = Enumerable.Range(0, count).Select(_ => RepeatAsync(question.Path, answers, end.Token)).ToList();
        var probe = question.Name == Question.Health ? Task.CompletedTask : ProbeAsync(answers, end.Token);
        while (!all.TrueForAll(c => c.IsCompleted)
            && (Stopwatch.GetElapsedTime(started) < duration || answers.Count < least))
        {
            await Task.Delay(Often, cancellationToken);
        }

        answers.Elapsed = Stopwatch.GetElapsedTime(started);
        await end.CancelAsync();
        await Task.WhenAll([.. all, probe]);
        return answers;
    }

    private async Task RepeatAsync(string path, Answers answers, CancellationToken cancellationToken)
    {
        var buffer = new byte[128 * 1024];
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await AskOnceAsync(path, buffer, answers, cancellationToken);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                // The time is up.
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                answers.AddReset();
            }
        }
    }

    private async Task AskOnceAsync(string path, byte[] buffer, Answers answers, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        using var response = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var bytes = 0L;
        for (var read = 1; read > 0; bytes += read)
        {
            read = await body.ReadAsync(buffer, cancellationToken);
        }

        if (response.StatusCode == HttpStatusCode.TooManyRequests)
        {
            answers.AddRefused();
            await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), cancellationToken);
        }
        else if (response.IsSuccessStatusCode)
        {
            answers.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds, bytes);
        }
        else
        {
            answers.AddFailed();
        }
    }

    // Whether the app is there is asked beside all others.
    private async Task ProbeAsync(Answers answers, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                using var response = await http.GetAsync("api/health", cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    answers.AddHealth(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }
                else
                {
                    answers.AddFailed();
                }

                await Task.Delay(Often, cancellationToken);
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                // The time is up.
            }
            catch (HttpRequestException)
            {
                answers.AddReset();
            }
        }
    }
}

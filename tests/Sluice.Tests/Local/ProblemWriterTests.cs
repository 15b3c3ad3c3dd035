using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Sluice.Local.Hosting;

namespace Sluice.Tests.Local;

public class ProblemWriterTests
{
    private const string End = "Content-Length: 0\r\nConnection: close\r\nDate: Sat, 28 Nov 2026 15:20:13 GMT\r\n\r\n";

    // Writes complete at once.
    private readonly Pipe pipe = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly ProblemWriter writer;

    public ProblemWriterTests() => writer = new ProblemWriter(pipe.Writer);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("400 Bad Request", "The request is wrong")]
    [InlineData("408 Request Timeout", "The request took too long")]
    [InlineData("411 Length Required", "The request is wrong")]
    [InlineData("413 Payload Too Large", "The request is too large")]
    [InlineData("414 URI Too Long", "The address is too long")]
    [InlineData("431 Request Header Fields Too Large", "The headers are too large")]
    [InlineData("500 Internal Server Error", "Something went wrong")]
    [InlineData("505 HTTP Version Not Supported", "HTTP version not supported")]
    public async Task An_answer_of_the_server_itself_has_problem_details_and_a_length_that_fits(string status, string title)
    {
        var answer = await WriteAsync($"HTTP/1.1 {status}\r\n{End}");

        var (head, body) = (answer[..answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)],
            answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
        Assert.StartsWith($"HTTP/1.1 {status}\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nContent-Type: application/problem+json; charset=utf-8\r\n", head, StringComparison.Ordinal);
        Assert.Contains($"\r\nContent-Length: {body.Length}\r\n", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Content-Length: 0", head, StringComparison.Ordinal);
        Assert.Equal(title, JsonElement.Parse(body).GetProperty("title").GetString());
        Assert.Equal(status[..3], $"{JsonElement.Parse(body).GetProperty("status").GetInt32()}");
    }

    [Theory]
    [InlineData($"HTTP/1.1 200 OK\r\n{End}")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("")]
    [InlineData("HTTP/1.1 4")]
    public async Task What_else_is_written_is_left_as_it_is(string answer) => Assert.Equal(answer, await WriteAsync(answer));

    [Fact]
    public async Task Much_is_passed_on_whole_in_whatever_parts_it_comes()
    {
        var random = new Random(7);
        var expected = new StringBuilder();
        for (var flushes = 0; flushes < 50; flushes++)
        {
            for (var parts = random.Next(5); parts > 0; parts--)
            {
                var part = new string((char)('a' + random.Next(26)), random.Next(1, random.Next(1, 3000)));
                expected.Append(part);
                if (random.Next(2) == 0)
                {
                    writer.Write(Encoding.ASCII.GetBytes(part));
                }
                else
                {
                    Encoding.ASCII.GetBytes(part, writer.GetSpan(part.Length));
                    writer.Advance(part.Length);
                }

                Assert.True(writer.UnflushedBytes >= part.Length);
            }

            await writer.FlushAsync(Token);
        }

        await writer.CompleteAsync();
        Assert.Equal(expected.ToString(), await ReadAsync());
    }

    [Fact]
    public async Task An_answer_after_others_on_a_connection_has_them_too()
    {
        writer.Write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"u8);
        await writer.FlushAsync(Token);

        Assert.Contains("application/problem+json", await WriteAsync($"HTTP/1.1 400 Bad Request\r\n{End}"), StringComparison.Ordinal);
    }

    private async Task<string> WriteAsync(string answer)
    {
        writer.Write(Encoding.ASCII.GetBytes(answer));
        await writer.FlushAsync(Token);
        await writer.CompleteAsync();
        return await ReadAsync();
    }

    private async Task<string> ReadAsync()
    {
        using var reader = new StreamReader(pipe.Reader.AsStream());
        return await reader.ReadToEndAsync(Token);
    }
}

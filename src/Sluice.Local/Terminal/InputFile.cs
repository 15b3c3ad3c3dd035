using Sluice.Files;

namespace Sluice.Local.Terminal;

/// <summary>
/// A file that a command reads, more than once and from any position. Standard input and pipes, which can be read only once, are copied to
/// a temporary file first, which is deleted in the end.
/// </summary>
internal sealed class InputFile : IDisposable
{
    /// <summary>The argument that means standard input.</summary>
    public const string Standard = "-";

    private readonly string? copy;

    private InputFile(string name, string? copy) => (Name, this.copy) = (name, copy);

    /// <summary>The name for messages, and for the name of a dataset.</summary>
    public string Name { get; }

    /// <summary>The path to read.</summary>
    public string Path => copy ?? Name;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Its path, or <see cref="Standard"/>.</param>
    /// <param name="cancellationToken">Ends the copying, and the waiting for somebody who writes into a pipe.</param>
    /// <exception cref="CommandException">There is no such file, or it cannot be read.</exception>
    public static async Task<InputFile> OpenAsync(string path, CancellationToken cancellationToken)
    {
        if (path == Standard)
        {
            await using var input = Console.OpenStandardInput();
            return new InputFile("stdin", await CopyAsync(input, cancellationToken));
        }

        if (LocalPath.KindOf(path) == PathKind.Pipe)
        {
            // Opening a pipe waits for a writer, which no signal ends. The thread that waits does not keep the process alive.
            await using var pipe = await Task.Run(() => File.OpenRead(path), cancellationToken).WaitAsync(cancellationToken);
            return new InputFile(path, await CopyAsync(pipe, cancellationToken));
        }

        LocalFile.Check(path);
        return new InputFile(path, null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (copy is not null)
        {
            File.Delete(copy);
        }
    }

    private static async Task<string> CopyAsync(Stream input, CancellationToken cancellationToken)
    {
        var copy = System.IO.Path.GetTempFileName();
        try
        {
            await using var output = File.Create(copy);
            await input.CopyToAsync(output, cancellationToken);
            return copy;
        }
        catch
        {
            File.Delete(copy);
            throw;
        }
    }
}

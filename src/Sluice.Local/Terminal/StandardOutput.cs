using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Local.Terminal;

/// <summary>
/// Standard output that notices when its reader has ended, as <c>head</c> does. By default, .NET goes on without a word, through any number
/// of rows.
/// </summary>
internal static class StandardOutput
{
    private const int Handle = 1;

    // EPIPE, which .NET passes on.
    private const int BrokenPipe = 32;

    /// <summary>Makes the console write to it, if it is a pipe.</summary>
    public static void NoticeEnd()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            return;
        }

        var stream = new FileStream(new SafeFileHandle(Handle, ownsHandle: false), FileAccess.Write, bufferSize: 0);

        // A file keeps one position for all who write to it, which this stream would not.
        if (!stream.CanSeek)
        {
            Console.SetOut(new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true });
        }
    }

    /// <summary>Whether an error says that nobody reads any more. Then there is nothing left to do, and nobody to tell.</summary>
    public static bool HasEnded(Exception exception) => exception is IOException { HResult: BrokenPipe };
}

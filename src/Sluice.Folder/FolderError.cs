using Sluice.Files;
using Sluice.Lake;
using Sluice.Text;

namespace Sluice.Folder;

/// <summary>Turns errors of the file system into those of the lake.</summary>
internal static class FolderError
{
    /// <summary>Works with the file system. Its errors become <see cref="LakeUnavailableException"/>.</summary>
    /// <param name="path">What the work is about.</param>
    /// <param name="work">The work.</param>
    public static async Task<T> TranslateAsync<T>(string path, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            throw Unavailable(path, e);
        }
    }

    /// <inheritdoc cref="TranslateAsync{T}(string, Func{Task{T}})"/>
    public static T Translate<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (IsOfFiles(e))
        {
            throw Unavailable(path, e);
        }
    }

    /// <summary>Whether an error says that a file or folder is gone.</summary>
    public static bool IsGone(Exception exception) => exception is FileNotFoundException or DirectoryNotFoundException;

    private static bool IsOfFiles(Exception exception) =>
        exception is UnauthorizedAccessException or (IOException and not (LakeFileChangedException or LakeUnavailableException));

    /// <summary>A path as a message shows it.</summary>
    public static string Show(string path) => path.Any(char.IsControl) ? QuotedText.From(path) : path;

    private static LakeUnavailableException Unavailable(string path, Exception exception)
    {
        path = Show(path);
        return new(
            exception is UnauthorizedAccessException
                ? $"The lake's folder cannot be used: this user may not access {path}. Change its permissions."
                : OneLine.Sentence(
                    $"The lake's folder cannot be used: {path}: {LocalPath.ReasonOf(exception)}. Look at the drive that it is on."),
            exception);
    }
}

using Microsoft.OData;

namespace Sluice.Analytics.Translation;

/// <summary>Calls of the parser of OData.</summary>
internal static class Parsing
{
    private const int MaxQuoted = 300;

    /// <summary>Makes a refusal of whatever the parser throws: it also throws exceptions that are not its own at texts that are wrong.</summary>
    /// <param name="option">The option that is parsed.</param>
    /// <param name="parse">Parses it.</param>
    /// <exception cref="QueryRefusedException">The text is wrong.</exception>
    public static T Guard<T>(string option, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (ODataException exception)
        {
            var message = exception.Message.Length <= MaxQuoted ? exception.Message : exception.Message[..MaxQuoted] + "…";
            throw new QueryRefusedException($"The query option {option} is wrong: {message}", exception);
        }
        catch (Exception exception) when (exception is not (QueryRefusedException or OutOfMemoryException))
        {
            throw new QueryRefusedException($"The query option {option} cannot be read.", exception);
        }
    }
}

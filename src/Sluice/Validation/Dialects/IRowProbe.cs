using Sluice.Lake;
using Sluice.Validation.Parsing;

namespace Sluice.Validation.Dialects;

/// <summary>Tells how well a file fits its schema, if it is read in a certain way.</summary>
internal interface IRowProbe
{
    /// <summary>Sets the columns of the file.</summary>
    /// <param name="header">Their names.</param>
    /// <param name="isByOrder">Whether the file has no names, so that only the number of columns can be wrong.</param>
    /// <exception cref="FileRefusedException">The header does not fit.</exception>
    void SetHeader(IReadOnlyList<string> header, bool isByOrder);

    /// <summary>Whether the current record would be a valid row, apart from its keys.</summary>
    bool Passes(RecordParser parser);

    /// <summary>Whether the current record has only blank cells from a column on, apart from the errors of a rejects file.</summary>
    bool IsBlankFrom(RecordParser parser, int column);
}

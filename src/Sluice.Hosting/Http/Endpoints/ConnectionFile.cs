using System.Security;
using System.Text.Json;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>Writes the files with which programs of Microsoft connect to the OData service.</summary>
internal static class ConnectionFile
{
    private const string Provider = "Provider=Microsoft.Mashup.OleDb.1";

    /// <summary>A file that opens Power BI Desktop with the service as a source (PBIDS 0.1).</summary>
    /// <param name="root">The address of the service, ending with a slash.</param>
    public static byte[] Pbids(string root) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        version = "0.1",
        connections = new[]
        {
            new { details = new { protocol = "odata", address = new { url = root.TrimEnd('/') } }, options = new { }, mode = "Import" },
        },
    });

    /// <summary>A file that opens Excel with a query for the rows of a set (Office Data Connection, with Power Query).</summary>
    /// <param name="root">The address of the service, ending with a slash.</param>
    /// <param name="set">The set.</param>
    public static byte[] Odc(string root, string set) => System.Text.Encoding.UTF8.GetBytes(
        $"""
        <html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns="http://www.w3.org/TR/REC-html40">
        <head>
        <meta http-equiv=Content-Type content="text/x-ms-odc; charset=utf-8">
        <meta name=ProgId content=ODC.Database>
        <meta name=SourceType content=OLEDB>
        <title>{set}</title>
        <xml id=msodc><odc:OfficeDataConnection xmlns:odc="urn:schemas-microsoft-com:office:odc" xmlns="http://www.w3.org/TR/REC-html40">
          <odc:PowerQueryConnection odc:Type="OLEDB">
            <odc:ConnectionString>{Provider};Data Source=$Workbook$;Location={set};Extended Properties=&quot;&quot;</odc:ConnectionString>
            <odc:CommandType>SQL</odc:CommandType>
            <odc:CommandText>SELECT * FROM [{set}]</odc:CommandText>
          </odc:PowerQueryConnection>
          <odc:PowerQueryMashupData>{SecurityElement.Escape(Mashup(root, set))}</odc:PowerQueryMashupData>
        </odc:OfficeDataConnection></xml>
        </head>
        <body></body>
        </html>
        """);

    // Names of sets have letters, digits and _ only.
    private static string Mashup(string root, string set) =>
        "<Mashup xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns=\"http://schemas.microsoft.com/DataMashup\">"
        + "<Client>EXCEL</Client><Version>2.0.0.0</Version><MinVersion>1.5.3296.0</MinVersion><Culture>en-US</Culture>"
        + $"<SafeCombine>true</SafeCombine><Items><Query Name=\"{set}\"><Formula>{SecurityElement.Escape(Formula(root, set))}</Formula>"
        + "<IsParameterQuery xsi:nil=\"true\" /></Query></Items></Mashup>";

    private static string Formula(string root, string set) =>
        $"let Source = OData.Feed(\"{root.TrimEnd('/')}\", null, [Implementation=\"2.0\"]), "
        + $"Rows = Source{{[Name=\"{set}\",Signature=\"table\"]}}[Data] in Rows";
}

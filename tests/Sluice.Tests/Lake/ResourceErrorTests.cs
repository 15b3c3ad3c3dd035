namespace Sluice.Tests.Lake;

/// <summary>What a package and its resources must be.</summary>
public class ResourceErrorTests
{
    private const string Schema = """{ "fields": [{ "name": "id", "type": "integer" }] }""";

    [Theory]
    [InlineData("{}", "", "must have 'resources'")]
    [InlineData("""{ "resources": [] }""", "/resources", "must not be empty")]
    [InlineData("""{ "resources": {} }""", "/resources", "must be an array")]
    [InlineData("""{ "resources": ["ads"] }""", "/resources/0", "must be an object")]
    [InlineData("""{ "name": 7, "resources": [] }""", "/name", "must be a string, but is 7", "/resources")]
    public void A_package_has_resources(string package, string pointer, string says, string? also = null)
    {
        var errors = LakeFolder.ErrorsOf(package);

        Assert.Equal(also is null ? [pointer] : [pointer, also], errors.Select(e => e.Pointer));
        Assert.Contains(says, errors[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"path\": \"data/*\"", "", "must have a 'name'")]
    [InlineData("\"name\": 5, \"path\": \"data/*\"", "/name", "must be a string, but is 5")]
    [InlineData("\"name\": \"\", \"path\": \"data/*\"", "/name", "must be a letter, then")]
    [InlineData("\"name\": \"my ads\", \"path\": \"data/*\"", "/name", "must be a letter, then")]
    [InlineData("\"name\": \"a/b\", \"path\": \"data/*\"", "/name", "must be a letter, then")]
    [InlineData("\"name\": \"ads\\n\", \"path\": \"data/*\"", "/name", "must be a letter, then")]
    [InlineData("\"name\": \"Rejects\", \"path\": \"data/*\"", "/name", "is reserved")]
    [InlineData("\"name\": \"changes\", \"path\": \"data/*\"", "/name", "is reserved")]
    [InlineData("\"name\": \"ads\"", "", "must have a 'path'")]
    [InlineData("\"name\": \"ads\", \"path\": 5", "/path", "a string, or an array of strings, but is 5")]
    [InlineData("\"name\": \"ads\", \"path\": []", "/path", "must not be empty")]
    [InlineData("\"name\": \"ads\", \"path\": [\"data/a.csv\", 5]", "/path/1", "must be a string, but is 5")]
    [InlineData("\"name\": \"ads\", \"path\": [\"data/a.csv\", \"data/a.csv\"]", "/path/1", "has 'data/a.csv' twice")]
    [InlineData("\"name\": \"ads\", \"path\": [\"data/a.csv\", \"Data/b.csv\"]", "/path/1", "a container's name is 3 to 63")]
    [InlineData("\"name\": \"ads\", \"path\": [\"data/a.csv\", \"rejects/b.csv\"]", "/path/1", "is reserved")]
    [InlineData("\"name\": \"ads\", \"path\": \"data/*.{csv\"", "/path", "'{csv' has no '}'")]
    [InlineData("\"name\": \"ads\", \"path\": \"data/*.csv}\"", "/path", "a '}' has no '{' before it")]
    [InlineData("\"name\": \"ads\", \"path\": \"data/*.{csv}\"", "/path", "A group of alternatives has a comma: '{a,b}'")]
    [InlineData("\"name\": \"ads\", \"path\": \"data/*.{c v}\"", "/path", "but '{c v}' is neither")]
    [InlineData("\"name\": \"ads\", \"path\": \"data/{a,{b,c}}/*\"", "/path", "cannot be within another")]
    [InlineData("\"name\": \"ads\", \"path\": \"data/{a/b,c}/*\"", "/path", "ends within the folder or file name")]
    [InlineData("\"name\": \"ads\", \"path\": \"data/{,.}/*\"", "/path", "empty folder or file name")]
    [InlineData("\"name\": \"ads\", \"path\": \"data/{a,**}.csv\"", "/path", "'**' stands for whole folders")]
    [InlineData("\"name\": \"ads\", \"path\": \"data/{a,b,c,d}{a,b,c,d}{a,b,c,d}{a,b}\"", "/path", "more than 64 globs")]
    [InlineData("\"name\": \"ads\", \"path\": \"partner-*-/a.csv\"", "/path", "A '*' in it stands for any characters")]
    [InlineData("\"name\": \"ads\", \"path\": \"partner-**/a.csv\"", "/path", "a container's name is 3 to 63")]
    [InlineData("\"name\": \"ads\", \"path\": \"ads.csv\"", "/path", "'<container>/<glob>'")]
    [InlineData("\"name\": \"ads\", \"path\": \"data/\"", "/path", "the glob is empty")]
    [InlineData("\"name\": \"ads\", \"path\": \"data//a.csv\"", "/path", "empty folder or file name")]
    [InlineData("\"name\": \"ads\", \"path\": \"data/../a.csv\"", "/path", "'..' is not allowed")]
    [InlineData("\"name\": \"ads\", \"path\": \"data/a?.csv\"", "/path", "'?' is not allowed")]
    [InlineData("\"name\": \"ads\", \"path\": \"data/a**.csv\"", "/path", "'**' stands for whole folders")]
    [InlineData("\"name\": \"ads\", \"path\": \"/data/a.csv\"", "/path", "a container's name is 3 to 63")]
    [InlineData("\"name\": \"ads\", \"path\": \"Data/a.csv\"", "/path", "a container's name is 3 to 63")]
    [InlineData("\"name\": \"ads\", \"path\": \"da/a.csv\"", "/path", "a container's name is 3 to 63")]
    [InlineData("\"name\": \"ads\", \"path\": \"da--ta/a.csv\"", "/path", "a container's name is 3 to 63")]
    [InlineData("\"name\": \"ads\", \"path\": \"-data/a.csv\"", "/path", "a container's name is 3 to 63")]
    [InlineData("\"name\": \"ads\", \"path\": \"data-/a.csv\"", "/path", "a container's name is 3 to 63")]
    [InlineData("\"name\": \"ads\", \"path\": \"da_ta/a.csv\"", "/path", "a container's name is 3 to 63")]
    [InlineData("\"name\": \"ads\", \"path\": \"*/a.csv\"", "/path", "a container's name is 3 to 63")]
    [InlineData("\"name\": \"ads\", \"path\": \"rejects/a.csv\"", "/path", "is reserved")]
    public void A_resource_has_a_name_and_a_path(string properties, string pointer, string says) =>
        LakeFolder.AssertError($$"""{ "resources": [{ {{properties}}, "schema": {{Schema}} }] }""", $"/resources/0{pointer}", says);

    [Theory]
    [InlineData(120, true)]
    [InlineData(121, false)]
    public void A_name_has_a_greatest_length(int length, bool allowed)
    {
        var package = $$"""{ "resources": [{ "name": "{{new string('a', length)}}", "path": "data/*", "schema": {{Schema}} }] }""";

        if (allowed)
        {
            Assert.Equal(length, LakeFolder.Load(package).Datasets[0].Name.Length);
        }
        else
        {
            LakeFolder.AssertError(package, "/resources/0/name", "at most 119");
        }
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void A_container_has_a_greatest_length(int length, bool allowed)
    {
        var container = new string('a', length);
        var package = $$"""{ "resources": [{ "name": "ads", "path": "{{container}}/*", "schema": {{Schema}} }] }""";

        if (allowed)
        {
            Assert.Equal(container, Assert.Single(LakeFolder.Load(package).Containers));
        }
        else
        {
            LakeFolder.AssertError(package, "/resources/0/path", "3 to 63");
        }
    }

    [Theory]
    [InlineData("\"title\": 1", "/title", "must be a string")]
    [InlineData("\"description\": []", "/description", "must be a string")]
    [InlineData("\"encoding\": \"latin1x\"", "/encoding", "must be the name of an encoding")]
    [InlineData("\"encoding\": \"utf-7\"", "/encoding", "must be the name of an encoding")]
    [InlineData("\"encoding\": null", "/encoding", "must be a string, but is null")]
    [InlineData("\"dialect\": 5", "/dialect", "must be an object or the path")]
    [InlineData("\"sluice:write\": \"upsert\"", "/sluice:write", "must be append or merge or replace, but is 'upsert'")]
    [InlineData("\"sluice:write\": \"Append\"", "/sluice:write", "Did you mean 'append'?")]
    [InlineData("\"sluice:write\": true", "/sluice:write", "must be a string")]
    [InlineData("\"sluice:write\": \"merge\"", "/sluice:write", "no 'primaryKey'")]
    [InlineData("\"sluice:caseInsensitive\": \"yes\"", "/sluice:caseInsensitive", "must be true or false, but is the string 'yes'")]
    [InlineData("\"sluice:caseinsensitive\": true", "/sluice:caseinsensitive", "Did you mean 'sluice:caseInsensitive'?")]
    [InlineData("\"sluice:onDelete\": \"removed\"", "/sluice:onDelete", "Did you mean 'remove'?")]
    [InlineData("\"sluice:onEmpty\": \"reject\"", "/sluice:onEmpty", "'sluice:onEmpty' must be load or refuse, but is 'reject'.")]
    [InlineData("\"sluice:header\": \"none\"", "/sluice:header", "'sluice:header' must be required or auto, but is 'none'.")]
    [InlineData("\"sluice:matchCase\": 0", "/sluice:matchCase", "must be true or false")]
    [InlineData("\"sluice:shortRows\": \"padded\"", "/sluice:shortRows", "must be reject or pad, but is 'padded'.")]
    [InlineData("\"sluice:footer\": \"(\"", "/sluice:footer", "'sluice:footer' is not a regular expression")]
    [InlineData("\"sluice:footer\": \"(a)\\\\1\"", "/sluice:footer", "must not use back references")]
    [InlineData(
        "\"sluice:onNewColumn\": \"drop\"", "/sluice:onNewColumn",
        "'sluice:onNewColumn' must be refuse or ignore or keep or add, but is 'drop'.")]
    [InlineData("\"sluice:onNewColumn\": null", "/sluice:onNewColumn", "must be a string")]
    [InlineData(
        "\"sluice:onMissingColumn\": \"ignore\"", "/sluice:onMissingColumn",
        "'sluice:onMissingColumn' must be refuse or null, but is 'ignore'.")]
    [InlineData("\"sluice:onMissingColumn\": null", "/sluice:onMissingColumn", "must be a string")]
    [InlineData("\"sluice:onDuplicateFile\": \"ignore\"", "/sluice:onDuplicateFile", "'sluice:onDuplicateFile' must be load or skip")]
    [InlineData(
        "\"sluice:onDuplicateFile\": \"skip\", \"sluice:write\": \"replace\"", "/sluice:onDuplicateFile", "Only a dataset that appends")]
    [InlineData("\"sluice:onDefinitionChange\": \"reloads\"", "/sluice:onDefinitionChange", "Did you mean 'reload'?")]
    [InlineData("\"sluice:onDefinitionChange\": true", "/sluice:onDefinitionChange", "must be a string")]
    [InlineData("\"sluice:onReject\": \"skip-rows\"", "/sluice:onReject", "Did you mean 'skip-row'?")]
    [InlineData("\"sluice:onReject\": 5", "/sluice:onReject", "must be 'skip-row'")]
    [InlineData("\"sluice:onReject\": {}", "/sluice:onReject", "an empty object")]
    [InlineData("\"sluice:onReject\": { \"maxrows\": 5 }", "/sluice:onReject/maxrows", "Did you mean 'maxRows'?")]
    [InlineData("\"sluice:onReject\": { \"maxRows\": -1 }", "/sluice:onReject/maxRows", "0 or more")]
    [InlineData("\"sluice:onReject\": { \"maxRows\": 1.5 }", "/sluice:onReject/maxRows", "a whole number")]
    [InlineData("\"sluice:onReject\": { \"maxRows\": \"5\" }", "/sluice:onReject/maxRows", "a whole number")]
    [InlineData("\"sluice:onReject\": { \"maxShare\": 1.01 }", "/sluice:onReject/maxShare", "from 0 to 1")]
    [InlineData("\"sluice:onReject\": { \"maxShare\": -0.1 }", "/sluice:onReject/maxShare", "from 0 to 1")]
    [InlineData("\"sluice:onReject\": { \"maxShare\": \"1%\" }", "/sluice:onReject/maxShare", "from 0 to 1")]
    [InlineData("\"sluice:onreject\": \"skip-row\"", "/sluice:onreject", "Did you mean 'sluice:onReject'?")]
    [InlineData("\"sluice:wirte\": \"append\"", "/sluice:wirte", "Did you mean 'sluice:write'?")]
    [InlineData("\"Sluice:Write\": \"append\"", "/Sluice:Write", "Did you mean 'sluice:write'?")]
    [InlineData("\"sluice:retention\": 5", "/sluice:retention", "not a property of Sluice")]
    [InlineData("\"sluice:type\": \"float\"", "/sluice:type", "belongs to a field, not to a resource")]
    public void A_property_of_a_resource_is_checked(string property, string pointer, string says) =>
        LakeFolder.AssertError(LakeFolder.PackageOf($"\"schema\": {Schema}, {property}"), $"/resources/0{pointer}", says);

    [Theory]
    [InlineData("\"P2Y\"", "", "'sluice:keep' must be an object, but is the string 'P2Y'")]
    [InlineData("{ \"for\": \"P2Y\" }", "", "has no 'field'")]
    [InlineData("{ \"field\": \"created\" }", "", "has no 'for'")]
    [InlineData("{ \"field\": \"created\", \"for\": \"P2Y\", \"fore\": 1 }", "/fore", "Did you mean 'for'?")]
    [InlineData("{ \"field\": 5, \"for\": \"P2Y\" }", "/field", "must be a string")]
    [InlineData("{ \"field\": \"create\", \"for\": \"P2Y\" }", "/field", "no field 'create'. Did you mean 'created'?")]
    [InlineData("{ \"field\": \"id\", \"for\": \"P2Y\" }", "/field", "must be a date or a datetime, but is of type integer")]
    [InlineData("{ \"field\": \"month\", \"for\": \"P2Y\" }", "/field", "must be a date or a datetime, but is of type yearmonth")]
    [InlineData("{ \"field\": \"birth\", \"for\": \"P2Y\" }", "/field", "is sensitive")]
    [InlineData("{ \"field\": \"created\", \"for\": 2 }", "/for", "must be a string")]
    [InlineData("{ \"field\": \"created\", \"for\": \"2 years\" }", "/for", "must be an ISO 8601 duration")]
    [InlineData("{ \"field\": \"created\", \"for\": \"P\" }", "/for", "must be an ISO 8601 duration")]
    [InlineData("{ \"field\": \"created\", \"for\": \"P0D\" }", "/for", "must be an ISO 8601 duration")]
    [InlineData("{ \"field\": \"created\", \"for\": \"P1D2Y\" }", "/for", "must be an ISO 8601 duration")]
    [InlineData("{ \"field\": \"created\", \"for\": \"PT24H\" }", "/for", "must be an ISO 8601 duration")]
    [InlineData("{ \"field\": \"created\", \"for\": \"-P2Y\" }", "/for", "must be an ISO 8601 duration")]
    [InlineData("{ \"field\": \"created\", \"for\": \"P1001Y\" }", "/for", "up to 1000 years")]
    public void How_long_rows_are_kept_is_checked(string keep, string pointer, string says)
    {
        const string Fields = """
            { "name": "id", "type": "integer" }, { "name": "created", "type": "date" }, { "name": "month", "type": "yearmonth" },
            { "name": "birth", "type": "date", "sluice:sensitive": "mask" }
            """;
        LakeFolder.AssertError(
            LakeFolder.PackageOf($$"""
                "schema": { "fields": [{{Fields}}] }, "sluice:keep": {{keep}}
                """),
            $"/resources/0/sluice:keep{pointer}",
            says);
    }

    [Fact]
    public void A_resource_has_a_schema()
    {
        LakeFolder.AssertError(LakeFolder.PackageOf("\"title\": \"Ads\""), "/resources/0", "must have a 'schema'");
        LakeFolder.AssertError(LakeFolder.PackageOf("\"schema\": []"), "/resources/0/schema", "an object or the path of a file");
    }

    [Fact]
    public void Two_resources_have_two_names_even_in_upper_case() =>
        LakeFolder.AssertError(
            $$"""
            { "resources": [
              { "name": "ads", "path": "data/a/*", "schema": {{Schema}} },
              { "name": "ADS", "path": "data/b/*", "schema": {{Schema}} } ] }
            """,
            "/resources/1/name",
            "Another resource has the name 'ADS'");

    [Fact]
    public void Two_resources_whose_paths_overlap_are_refused_with_a_file_that_matches_both() =>
        LakeFolder.AssertError(
            $$"""
            { "resources": [
              { "name": "all", "path": "data/ads/**/*.csv", "schema": {{Schema}} },
              { "name": "other", "path": "data/users/**/*.csv", "schema": {{Schema}} },
              { "name": "may", "path": "data/ads/*-05-*.csv", "schema": {{Schema}} } ] }
            """,
            "/resources/2/path",
            "'data/ads/*-05-*.csv' overlaps 'data/ads/**/*.csv' of dataset 'all': 'data/ads/-05-.csv' would match both.");

    [Fact]
    public void The_same_glob_in_two_containers_is_no_overlap()
    {
        var lake = LakeFolder.Load($$"""
            { "resources": [
              { "name": "a", "path": "data/**", "schema": {{Schema}} },
              { "name": "b", "path": "archive/**", "schema": {{Schema}} } ] }
            """);

        Assert.Equal(["data", "archive"], lake.Containers);
        Assert.Equal("b", lake.Match("archive/x/y.csv")?.Name);
        Assert.Null(lake.Match("other/x/y.csv"));
        Assert.Null(lake.Match("data"));
        Assert.Null(lake.Match("data/../archive/x.csv"));
    }
}

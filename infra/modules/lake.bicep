metadata description = 'Reads containers and uploads from the lake definition, so a new dataset needs no other change.'

@description('A path of a dataset, with the prefix and the suffix of its blob names.')
@export()
type dataset = {
  @description('The name of the dataset, and -2, -3, ... after it for its further paths.')
  name: string
  container: string

  @description('The folders before the first wildcard, ending in /, or empty. For a path without a wildcard, the whole name.')
  prefix: string

  @description('The text after the last wildcard. For a path without a wildcard, the whole name.')
  suffix: string

  @description('Whether upper and lower case of blob names match each other.')
  ignoresCase: bool

  @description('The prefix that the function of the path watches. A listing does not ignore case.')
  watched: string
}

func globOf(path string) string => join(skip(split(path, '/'), 1), '/')

// Wildcards are *, groups such as {csv,csv.gz}, and placeholders such as {day}.
func literalStartOf(glob string) string => split(split(glob, '*')[0], '{')[0]

func prefixOf(glob string) string =>
  literalStartOf(glob) == glob ? glob : substring(glob, 0, lastIndexOf('/${literalStartOf(glob)}', '/'))

func suffixOf(glob string) string => last(split(last(split(glob, '}')), '*'))

func ignoresCase(resource object) bool => resource[?'sluice:caseInsensitive'] ?? false

// A path is a string, or an array of strings.
func pathsOf(resource object) string[] => startsWith(string(resource.path), '[') ? resource.path : [resource.path]

func datasetOf(name string, path string, ignoresCase bool) dataset => {
  name: name
  container: split(path, '/')[0]
  prefix: prefixOf(globOf(path))
  suffix: suffixOf(globOf(path))
  ignoresCase: ignoresCase
  watched: ignoresCase ? '' : prefixOf(globOf(path))
}

func isPattern(container string) bool => contains(container, '*')

func isFolder(prefix string) bool => empty(prefix) || endsWith(prefix, '/')

// Blob names are case-sensitive, so this compares with ==. startsWith() ignores case.
func covers(outer dataset, inner dataset) bool =>
  outer.container == inner.container && (isFolder(outer.watched)
    ? take(inner.watched, length(outer.watched)) == outer.watched
    : inner.watched == outer.watched)

func allOf(definition object) dataset[] => flatten(map(definition.resources, resource => map(
  pathsOf(resource),
  (path, i) => datasetOf(i == 0 ? resource.name : '${resource.name}-${i + 1}', path, ignoresCase(resource)))))

@description('All paths of all datasets of a lake definition, except those whose container is a pattern: they have no function.')
@export()
func datasetsOf(definition object) dataset[] => filter(allOf(definition), d => !isPattern(d.container))

@description('The containers for uploads, except those that only fit a pattern.')
@export()
func containersOf(definition object) string[] => union([], map(datasetsOf(definition), d => d.container))

@description('Whether a path has a pattern of containers.')
@export()
func hasPatterns(definition object) bool => length(datasetsOf(definition)) < length(allOf(definition))

@description('The function that uploads of a path fire: that of the outermost path over its folder, or of the first with its folder.')
@export()
func functionOf(inner dataset, all dataset[]) string =>
  'Ingest-${first(filter(all, outer => covers(outer, inner) && empty(filter(all, d => covers(d, outer) && !covers(outer, d)))))!.name}'

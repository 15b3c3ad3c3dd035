using 'events.bicep'

// These are outputs of main.bicep.
param functionApp = readEnvironmentVariable('FUNCTION_APP')
param topic = readEnvironmentVariable('EVENT_TOPIC')
param deadLetterStorageId = readEnvironmentVariable('DEAD_LETTER_STORAGE_ID')
param deadLetterContainer = readEnvironmentVariable('DEAD_LETTER_CONTAINER')
param eventQueue = readEnvironmentVariable('EVENT_QUEUE')

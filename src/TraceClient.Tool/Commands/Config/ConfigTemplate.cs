namespace TraceClient.Tool;

/// <summary>Provides the initial configuration file, in which all settings are comments.</summary>
internal static class ConfigTemplate
{
    public static ReadOnlyMemory<byte> Utf8 { get; } = """
        // Configuration of tracectl. Comments and trailing commas are allowed. Keys are case-insensitive.
        //
        // Precedence: command-line options (--url, --token-file, …), the vendors' environment variables, the profile
        // (--profile NAME or TRACECTL_PROFILE), and the settings at the top level of this file.
        //
        // Token, TokenFile, BaseAddress, TokenKind, TokenScheme and AllowInsecureHttp of a source are used together, from the first of
        // these levels that has its token or address: a token is never sent to an address from another level.
        //
        // All other keys of the SDK's configuration are supported too, such as "Resilience": { "MaxRetries": 5 }.
        // To show the settings in effect: tracectl config. To check them: tracectl doctor.
        {
          "Calyptia": {
            // "Token": "…",                                  // a project or user token; or CALYPTIA_CLOUD_TOKEN
            // "TokenFile": "~/.secrets/calyptia",            // a file that contains the token, instead of "Token"
            // "BaseAddress": "https://calyptia.example.com", // a self-hosted installation; default: the vendor's cloud
            // "TokenKind": "Project",                        // Detect, User or Project
            // "ProjectId": "…",                              // default: the project of the token, or all projects of the user
            // "PipelineIds": [],                             // default: all pipelines
          },

          "Kubiya": {
            // "Token": "…",                                  // or KUBIYA_API_KEY
            // "TokenFile": "~/.secrets/kubiya",
            // "BaseAddress": "https://control-plane.example.com",
            // "TokenScheme": "UserKey",                      // Bearer or UserKey
          },

          "Galtea": {
            // "Token": "…",                                  // or GALTEA_API_KEY
            // "TokenFile": "~/.secrets/galtea",
            // "BaseAddress": "https://api.example.com",
          },

          "Profiles": {
            // "staging": {
            //   "Kubiya": { "TokenFile": "~/.secrets/kubiya-staging", "BaseAddress": "https://control-plane.staging.example.com" },
            //   "Galtea": { "Enabled": false },
            // },
          },
        }

        """u8.ToArray();
}

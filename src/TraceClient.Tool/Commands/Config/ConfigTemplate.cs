namespace TraceClient.Tool;

/// <summary>The configuration file to begin with: everything in it is a comment.</summary>
internal static class ConfigTemplate
{
    public static ReadOnlyMemory<byte> Utf8 { get; } = """
        // Configuration of tracectl. Comments and trailing commas are allowed; upper and lower case in keys are the same.
        //
        // What goes first: options of a command (--url, --token-file, …), then the vendors' environment variables, then the profile
        // (--profile NAME or TRACECTL_PROFILE), then the settings at the top of this file.
        //
        // Token, TokenFile, BaseAddress, TokenKind, TokenScheme and AllowInsecureHttp of a source are taken together from the first of these
        // that has its token or its address: a token is never sent to an address that was set elsewhere.
        //
        // All other keys of the SDK's configuration can be set as well, such as "Resilience": { "MaxRetries": 5 }.
        // See what holds: tracectl config. See whether it works: tracectl doctor.
        {
          "Calyptia": {
            // "Token": "…",                                  // a project token or a user's token; or CALYPTIA_CLOUD_TOKEN
            // "TokenFile": "~/.secrets/calyptia",            // a file with the token in place of it
            // "BaseAddress": "https://calyptia.example.com", // your own installation; default: the vendor's cloud
            // "TokenKind": "Project",                        // Detect, User or Project
            // "ProjectId": "…",                              // default: the token's project, or all projects of a user
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

import js from "@eslint/js";
import importX from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

const services = ["booking-api", "bot", "notifier", "telegram-emulator"];

/** Files that hold rules: pure functions on values, no I/O, no clock, no environment. */
const rules = [
  "services/booking-api/src/appointments/appointment.ts",
  "services/booking-api/src/availability/{windows,slots}.ts",
  "services/notifier/src/deliveries/{backoff,delivery,plan}.ts",
  "services/notifier/src/webhooks/{schedule,without-person}.ts",
  "services/bot/src/draft/draft.ts",
  "services/bot/src/keyboards/**/*.ts",
];

export default tseslint.config(
  { ignores: ["**/dist/**", "**/node_modules/**", "**/generated/**", "**/artifacts/**", ".okoshko/**"] },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked],
    plugins: { "import-x": importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { arguments: false } }],
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      "import-x/no-cycle": "error",
      "import-x/no-relative-packages": "error",
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "Configuration is read once, in config.ts." },
        { object: "Date", property: "now", message: "Take the clock as an argument." },
      ],
    },
  },
  {
    files: [
      "**/src/config.ts",
      "**/jest.*.ts",
      "services/runtime/src/{clock,tracing}.ts",
      "services/testkit/src/**/*.ts",
      "services/e2e/**/*.ts",
    ],
    rules: { "no-restricted-properties": "off" },
  },
  {
    files: rules,
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: [
            "express",
            "sequelize",
            "sequelize-typescript",
            "pg",
            "ioredis",
            "bullmq",
            "grammy",
            "pino",
          ],
          patterns: ["node:*", "@okoshko/runtime/*", "**/*.model"],
        },
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: "Rules take `now` as an argument.",
        },
      ],
    },
  },
  // Services know each other only through contracts; tests may drive the emulator.
  ...services.map((service) => ({
    files: [`services/${service}/src/**/*.ts`],
    ignores: ["**/*.test.ts"],
    rules: {
      "import-x/no-restricted-paths": "off",
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: [
                ...services.filter((other) => other !== service).map((other) => `@okoshko/${other}/*`),
                "@okoshko/testkit/*",
              ],
              message: "Services meet in @okoshko/contracts, never in each other's code.",
            },
          ],
        },
      ],
    },
  })),
  {
    files: ["**/*.{test,bench}.ts", "**/test/**/*.ts", "services/e2e/**/*.ts"],
    rules: {
      // Tests may be blunt: what is not there fails them anyway, and a seed may come from outside.
      "@typescript-eslint/no-non-null-assertion": "off",
      "no-restricted-properties": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-unsafe-call": "off",
    },
  },
  {
    files: ["**/*.{mjs,cjs,js}"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        module: "writable",
        require: "readonly",
        URL: "readonly",
        setTimeout: "readonly",
        clearTimeout: "readonly",
        setInterval: "readonly",
        clearInterval: "readonly",
        fetch: "readonly",
        AbortSignal: "readonly",
        Buffer: "readonly",
        __dirname: "readonly",
      },
    },
  },
  // What is only found because some workspace happens to have it could be another version tomorrow.
  {
    files: ["{scripts,charts}/**/*.mjs"],
    plugins: { "import-x": importX },
    settings: { "import-x/internal-regex": "^@okoshko/" },
    rules: { "import-x/no-extraneous-dependencies": ["error", { packageDir: [import.meta.dirname] }] },
  },
  // The chat page runs in browsers as it stands, without a build step.
  {
    files: ["services/telegram-emulator/public/**/*.js"],
    languageOptions: {
      globals: Object.fromEntries(
        [
          "addEventListener",
          "document",
          "EventSource",
          "history",
          "localStorage",
          "location",
          "matchMedia",
          "navigator",
          "performance",
          "requestAnimationFrame",
          "ResizeObserver",
        ].map((name) => [name, "readonly"]),
      ),
    },
  },
);

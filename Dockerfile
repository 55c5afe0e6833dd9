# syntax=docker/dockerfile:1
# One image for all roles, chosen by argument: `lambda` on AWS, `serve` and `job` on Cloud Run.
#
#   docker buildx build --tag replybot .
#   docker buildx build --build-arg REPLYBOT_COMMIT=$(git rev-parse --short=12 HEAD) --tag replybot .
#
# `just push` adds SBOM and provenance, and gives Lambda, which takes no image index, the image that
# the index names.

FROM rust:1.95-bookworm@sha256:6258907abe69656e41cd992e0b705cdcfabcbbe3db374f92ed2d47121282d4a1 AS build
WORKDIR /src
# Small relocations, which the glibc of the last stage understands (build.rs)
ENV REPLYBOT_RELR=1

# The dependencies alone: this layer is made anew only when they change.
COPY Cargo.toml Cargo.lock build.rs ./
# Cargo.toml names them; they are not built.
COPY benches benches
COPY crates/documents/Cargo.toml crates/documents/
COPY crates/facts/Cargo.toml crates/facts/
COPY crates/fuzz/Cargo.toml crates/fuzz/
COPY crates/inquiry/Cargo.toml crates/inquiry/
COPY crates/knowledge/Cargo.toml crates/knowledge/
COPY crates/llm/Cargo.toml crates/llm/
COPY crates/mailbox/Cargo.toml crates/mailbox/
COPY crates/platform/Cargo.toml crates/platform/
COPY crates/screens/Cargo.toml crates/screens/
COPY crates/slack/Cargo.toml crates/slack/
COPY crates/store/Cargo.toml crates/store/
COPY crates/pii/Cargo.toml crates/pii/
COPY crates/pii/benches crates/pii/benches
COPY crates/mail/Cargo.toml crates/mail/
COPY crates/mail/benches crates/mail/benches
COPY crates/slack-sim/Cargo.toml crates/slack-sim/
RUN mkdir src && echo 'fn main() {}' > src/main.rs && touch src/lib.rs \
    && for crate in crates/*; do mkdir "$crate/src" && touch "$crate/src/lib.rs"; done
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    cargo build --profile dist --no-default-features --locked

# What `--version`, /health, the metrics and the log's first line say beside the version.
ARG REPLYBOT_COMMIT=""
# The variables, by name: a value of theirs that is no text is said to be.
COPY docs/settings.md docs/
COPY crates crates
COPY eval eval
COPY prompts prompts
COPY samples samples
COPY src src
# Newer than what the layer above was built from.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    find src crates -name '*.rs' -exec touch {} + \
    && cargo build --profile dist --no-default-features --locked \
    && target/dist/replybot --version

# glibc, libgcc and CA certificates; no shell. The user is 65532.
FROM gcr.io/distroless/cc-debian12:nonroot@sha256:9dac0a79194e45a7da0158a9c6da57b217585af0786db3845d1f0ec1a0dd182f
# What a deployment brings along, such as its own prompts.
COPY deploy /etc/replybot
COPY --from=build /src/target/dist/replybot /usr/local/bin/replybot
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/replybot"]
CMD ["serve"]

package io.keyway.partner.apikeys;

import io.keyway.contracts.ProblemCode;
import io.keyway.contracts.access.Caller;
import io.keyway.contracts.access.CredentialToken;
import io.keyway.contracts.access.Permission;
import io.keyway.contracts.id.AccountId;
import io.keyway.contracts.id.CredentialId;
import io.keyway.kit.http.NotFormula;
import io.keyway.kit.http.Refused;
import io.keyway.kit.store.Page;
import io.keyway.kit.store.PageRequest;
import io.keyway.partner.accounts.Credential;
import io.keyway.partner.accounts.Credentials;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The API keys of the caller's own account. */
@RestController
@RequestMapping("/api/v1/api-keys")
class ApiKeysController {

    /**
     * An API key to create.
     *
     * @param name name to recognise it by, at most 200 characters
     * @param permissions what the key may do; a subset of the caller's permissions, at most 100
     * @param expiresAt from when the key is refused, in the future; absent for a key that does not
     *     expire
     */
    record CreateApiKey(
            @NotBlank @Size(max = 200) @NotFormula String name,
            @NotNull @Size(max = 100) Set<@NotNull Permission> permissions,
            @Nullable Instant expiresAt) {}

    /**
     * An API key.
     *
     * @param id the key's id
     * @param name its name
     * @param key the key itself, sent as a bearer token; only in the answer that creates it
     * @param permissions what it may do
     * @param createdAt when it was created
     * @param expiresAt from when it is refused; absent for a key that does not expire
     * @param lastUsedAt when it was last used, to the minute; absent if it never was
     */
    record ApiKeyResponse(
            CredentialId id,
            String name,
            @Nullable String key,
            Set<Permission> permissions,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt) {

        static ApiKeyResponse from(Credential key, @Nullable CredentialToken token) {
            return new ApiKeyResponse(
                    key.id(),
                    Objects.requireNonNullElse(key.name(), ""),
                    token == null ? null : token.text(),
                    Objects.requireNonNullElse(key.permissions(), Set.of()),
                    key.issuedAt(),
                    key.expiresAt(),
                    key.lastUsedAt());
        }
    }

    private final Credentials credentials;
    private final ApiKeys apiKeys;

    ApiKeysController(Credentials credentials, ApiKeys apiKeys) {
        this.credentials = credentials;
        this.apiKeys = apiKeys;
    }

    /**
     * Create an API key. The key acts for the caller's account with the given permissions, also
     * after a change of the password. An API key cannot create API keys ({@code forbidden}); an
     * account has at most 50 keys ({@code quota_exceeded}).
     *
     * @return the key; its text is shown only here
     */
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ApiKeyResponse create(Caller caller, @Valid @RequestBody CreateApiKey body) {
        ApiKeys.NewKey made = apiKeys.issue(caller, body);
        return ApiKeyResponse.from(made.key(), made.token());
    }

    /**
     * List the caller's API keys. The keys of the caller's own account, newest first, expired ones
     * included; without their text.
     *
     * @return a page of API keys
     */
    @GetMapping
    Page<ApiKeyResponse> list(Caller caller, PageRequest page) {
        return credentials
                .keys(caller, actor(caller), page)
                .map(key -> ApiKeyResponse.from(key, null));
    }

    /**
     * Delete an API key. The key is refused on every gateway within a second. A key of another
     * account is {@code not_found}.
     *
     * @param id the key's id
     */
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable CredentialId id) {
        if (!apiKeys.revoke(actor(caller), id)) {
            throw Refused.notFound();
        }
    }

    private static AccountId actor(Caller caller) {
        return Optional.ofNullable(caller.actor())
                .orElseThrow(() -> new Refused(ProblemCode.UNAUTHENTICATED));
    }
}

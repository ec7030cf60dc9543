package io.keyway.local.system;

import io.keyway.local.output.Refusal;
import io.keyway.local.process.Lifeline;
import io.keyway.local.process.Program;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Prepares programs so that they start fast: Spring Boot jars are unpacked, each into a folder
 * named after its checksum, with the start-up cache beside it. The original jar is not used at run
 * time, so a build may replace it meanwhile.
 */
public final class Images {

    /** Folders kept per program: the current one, and one that an older start may still use. */
    private static final int KEPT = 2;

    private static final String CACHE = "start.aot";

    private final Path folder;

    public Images(Path folder) {
        this.folder = folder;
    }

    public Path folder() {
        return folder;
    }

    /** The program of a service, from its Spring Boot jar; another jar is run as it is. */
    Program ofJar(String name, Path jar, int heapMb, boolean peak) {
        if (!Files.isRegularFile(jar)) {
            throw new Refusal(jar + " is missing. Build it: mvn -pl " + name + " -am package");
        }
        try {
            Path image = folder.resolve(name + "-" + key(jar));
            if (!Files.isDirectory(image)) {
                unpack(jar, image);
                removeOlder(name, image);
            }
            Path app = image.resolve("app").resolve(jar.getFileName());
            String classPath = image.resolve("lifeline.jar") + File.pathSeparator + app;
            return new Program(
                    classPath, mainClass(app), List.of(), heapMb, peak, image.resolve(CACHE));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot unpack " + jar, e);
        }
    }

    /**
     * A program of this module, run from the launcher's own class path. Broker and store always use
     * both compilers, because most of their code is hot.
     */
    Program own(String name, Class<?> main, List<String> arguments, int heapMb) {
        List<Path> classPath =
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toAbsolutePath())
                        .toList();
        try {
            // The JVM accepts a cache only if the jars still have the same size and time.
            MessageDigest digest = sha256();
            for (Path entry : classPath) {
                if (Files.exists(entry)) {
                    String text =
                            "%s %d %s %s%n"
                                    .formatted(
                                            entry,
                                            Files.size(entry),
                                            Files.getLastModifiedTime(entry),
                                            Program.FLAGS);
                    digest.update(text.getBytes(StandardCharsets.UTF_8));
                }
            }
            digest.update(jvm());
            Path image = folder.resolve(name + "-" + hex(digest));
            if (!Files.isDirectory(image)) {
                Files.createDirectories(image);
                removeOlder(name, image);
            }
            return new Program(
                    String.join(
                            File.pathSeparator, classPath.stream().map(Path::toString).toList()),
                    main.getName(),
                    arguments,
                    heapMb,
                    true,
                    image.resolve(CACHE));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare " + name, e);
        }
    }

    /**
     * A checksum over the checksums in the jar's directory: reading the whole jar would take
     * seconds.
     */
    private static String key(Path jar) throws IOException {
        MessageDigest digest = sha256();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                String text = "%s %08x%n".formatted(entry.getName(), entry.getCrc());
                digest.update(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        digest.update(String.join(" ", Program.FLAGS).getBytes(StandardCharsets.UTF_8));
        digest.update(jvm());
        return hex(digest);
    }

    private static byte[] jvm() {
        String jvm = System.getProperty("java.home") + System.getProperty("java.vm.version");
        return jvm.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private void unpack(Path jar, Path image) throws IOException {
        Files.createDirectories(folder);
        Path draft = Files.createTempDirectory(folder, ".unpacking-");
        try {
            Path app = draft.resolve("app");
            if (isBootJar(jar)) {
                extract(jar, app);
            } else {
                Files.createDirectories(app);
                Files.copy(jar, app.resolve(jar.getFileName()));
            }
            writeLifeline(draft.resolve("lifeline.jar"));
            Files.move(draft, image, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another launcher may have unpacked the same jar at the same time.
            if (!Files.isDirectory(image)) {
                throw e;
            }
        } finally {
            delete(draft);
        }
    }

    private static boolean isBootJar(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry("BOOT-INF/") != null;
        }
    }

    private static void extract(Path jar, Path app) throws IOException {
        Process tool =
                new ProcessBuilder(
                                Program.java().toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Djarmode=tools",
                                "-jar",
                                jar.toString(),
                                "extract",
                                "--destination",
                                app.toString())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (tool.waitFor() != 0) {
                throw new IOException(output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String mainClass(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String name =
                    file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
            if (name == null) {
                throw new IOException("No main class in " + jar);
            }
            return name;
        }
    }

    /**
     * A jar with this class only, so that nothing else of this module is on a service's class path.
     */
    private static void writeLifeline(Path jar) throws IOException {
        String entry = Lifeline.class.getName().replace('.', '/') + ".class";
        try (InputStream code = Lifeline.class.getClassLoader().getResourceAsStream(entry);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            if (code == null) {
                throw new IOException("No " + entry + " on the class path");
            }
            out.putNextEntry(new JarEntry(entry));
            code.transferTo(out);
            out.closeEntry();
        }
    }

    private void removeOlder(String name, Path current) throws IOException {
        try (Stream<Path> images = Files.list(folder)) {
            images.filter(image -> image.getFileName().toString().matches(name + "-[0-9a-f]{16}"))
                    .filter(image -> !image.equals(current))
                    .sorted(Comparator.comparing(Images::time).reversed())
                    .skip(KEPT - 1)
                    .forEach(Images::delete);
        }
    }

    public static FileTime time(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    public static void delete(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException e) {
            // Already deleted, or tried again at the next build.
        }
    }
}

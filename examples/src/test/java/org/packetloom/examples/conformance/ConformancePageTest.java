// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page on the kit shows compiles, with the project that it names. */
class ConformancePageTest {
  private static final Path PAGE = Path.of("../.github/CONFORMANCE.md");
  private static final Path SCHEME = Path.of("adoption/conformance/src/main/java");
  private static final Pattern BLOCK = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL);
  private static final String IMPORTS =
      """
      package com.example.rope;

      import java.io.IOException;
      import java.nio.ByteBuffer;
      import java.time.Duration;
      import java.util.Set;
      import org.packetloom.*;
      import org.packetloom.conformance.*;
      import org.packetloom.suite.*;

      """;

  @TempDir private Path folder;

  @Test
  void itsCodeCompiles() throws IOException {
    List<String> blocks =
        BLOCK.matcher(Files.readString(PAGE)).results().map(block -> block.group(1)).toList();
    assertThat(blocks).hasSize(3);
    List<JavaFileObject> sources = new ArrayList<>();
    sources.add(source("RopeUnderTest", IMPORTS + blocks.getFirst()));
    sources.add(source("Faulty", IMPORTS + framed("Faulty", blocks.get(1))));
    sources.add(source("Clock", IMPORTS + framed("Clock", blocks.get(2))));
    try (var files = Files.walk(SCHEME)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString().replace(".java", "");
        sources.add(source(name, Files.readString(file)));
      }
    }

    assertThat(errorsOf(sources)).isEmpty();
  }

  private static String framed(String name, String block) {
    return """
    class %s {
      void run(Packetloom loom, StreamConnector connection, ByteBuffer buffer) throws Exception {
        %s
      }
    }
    """
        .formatted(name, block);
  }

  private List<String> errorsOf(List<JavaFileObject> sources) {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var diagnostics = new DiagnosticCollector<JavaFileObject>();
    List<String> options =
        List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path"));
    compiler.getTask(null, null, diagnostics, options, null, sources).call();
    return diagnostics.getDiagnostics().stream().map(d -> d.getMessage(Locale.ROOT)).toList();
  }

  private static JavaFileObject source(String name, String text) {
    URI uri = URI.create("string:///com/example/rope/" + name + ".java");
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}

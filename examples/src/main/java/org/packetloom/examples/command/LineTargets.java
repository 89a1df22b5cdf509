// SPDX-License-Identifier: Apache-2.0
package org.packetloom.examples.command;

import java.util.ArrayList;
import java.util.List;
import org.packetloom.Behaviour;
import org.packetloom.ConnectorUri;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** Reads what is to be asked of whom, for commands that exchange lines. */
final class LineTargets {
  private LineTargets() {}

  /**
   * Reads URIs of streams; the parser itself takes a wrong one in a list that may be empty for an
   * argument too many.
   */
  static List<ConnectorUri> parse(CommandSpec spec, List<String> texts) {
    List<ConnectorUri> uris = new ArrayList<>();
    for (String text : texts) {
      try {
        uris.add(new UriConverter().convert(text));
      } catch (TypeConversionException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage(), e);
      }
      if (uris.getLast().behaviour() == Behaviour.DATAGRAM) {
        throw new ParameterException(
            spec.commandLine(), "'" + text + "' is of datagrams: lines take a stream");
      }
    }
    return uris;
  }

  /** Rejects a question of several lines. */
  static void checkLine(CommandSpec spec, String question) {
    if (question.lines().count() > 1) {
      throw new ParameterException(spec.commandLine(), "--send takes one line");
    }
  }
}

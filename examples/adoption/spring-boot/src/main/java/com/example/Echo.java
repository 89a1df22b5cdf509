// SPDX-License-Identifier: Apache-2.0
package com.example;

import java.io.IOException;
import java.time.Duration;
import org.packetloom.Deadline;
import org.packetloom.Packetloom;
import org.packetloom.Server;
import org.packetloom.StreamConnector;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One toolkit and one server for the whole application, which Spring closes in reverse order. */
@Configuration
class Echo {
  @Bean
  Packetloom packetloom() throws IOException {
    return Packetloom.builder().engine("loop").open();
  }

  @Bean
  Server echoServer(Packetloom loom, @Value("${echo.uri}") String uri) throws IOException {
    return loom.serve(uri, c -> c.inputStream().transferTo(c.outputStream()));
  }

  /** Talks to the server as anybody would. */
  @Bean
  HealthIndicator echoHealthIndicator(Packetloom loom, Server echoServer) {
    return () -> {
      try {
        int answer = Deadline.after(Duration.ofSeconds(1)).call(() -> trip(loom, echoServer));
        return (answer == '?' ? Health.up() : Health.down())
            .withDetail("engine", loom.statistics().engine())
            .withDetail("uri", echoServer.uri().toString())
            .build();
      } catch (Exception e) {
        return Health.down(e).build();
      }
    };
  }

  private static int trip(Packetloom loom, Server server) throws IOException {
    try (StreamConnector connection = loom.connect(server.uri())) {
      connection.outputStream().write('?');
      return connection.inputStream().read();
    }
  }
}

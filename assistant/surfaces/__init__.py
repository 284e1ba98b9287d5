"""How people and programs reach the conversation: chat, command line, REST and MCP."""

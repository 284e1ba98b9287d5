"""A message put in plainer turns before the rules read it: everyday English and Chinese, orders and questions turned round, what stands around a wish taken off."""
